import { qrCode } from '#lib/meeting-live/qr.ts';
import { localizeHref } from '#lib/ui/language.ts';
import type { PageServerLoad } from './$types';

/** For the projector: what everybody sees, whoever has signed in on the machine that shows it. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	const address = { dialogueSlug: params.dialog, meetingSlug: params.mote };
	const { head, live } = await locals.app.live.stage(locals.actor, address);
	const path = `/dialoger/${head.dialogue.slug}/moten/${head.slug}/live`;
	return { head, live, qr: qrCode(url.origin + localizeHref(path)), join: url.host + localizeHref('/anslut') };
};
