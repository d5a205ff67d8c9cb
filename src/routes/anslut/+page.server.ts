import { redirect } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { refuse } from '#server/errors.ts';
import type { Actions } from './$types';

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const { app, actor } = event.locals;
		return attempt(
			event,
			async () => {
				const door = await app.live.findByCode(actor, { code: text(form, 'code'), ip: event.getClientAddress() });
				if (door === null)
					return refuse(
						'bad_input',
						'Koden leder inte till något möte som pågår. Kontrollera den mot skärmen.',
						'The code leads to no meeting in progress. Check it against the screen.',
						'code'
					);
				redirect(303, localizeHref(`/dialoger/${door.dialogueSlug}/moten/${door.meetingSlug}/live`));
			},
			form
		);
	}
};
