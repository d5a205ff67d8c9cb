import { attempt, text } from '#lib/ui/action.server.ts';
import { authorize } from '#server/permissions/can.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	authorize(locals.actor, 'region.manage', null);
	return { profile: await locals.app.dialogues.region() };
};

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const field = (name: string) => text(form, name).trim();
		const profile = {
			name: field('name'),
			short: field('short'),
			countyCode: field('countyCode'),
			email: field('email'),
			phone: field('phone'),
			postalAddress: field('postalAddress'),
			website: field('website'),
			responsibleUnit: field('responsibleUnit')
		};
		return attempt(
			event,
			async () => {
				await event.locals.app.dialogues.updateRegion(event.locals.by, profile);
				return { done: true as const };
			},
			form
		);
	}
};
