import { attempt, text } from '#lib/ui/action.server.ts';
import { authorize } from '#server/permissions/can.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	authorize(locals.actor, 'region.manage', null);
	return { profile: await locals.app.dialogues.region() };
};

export const actions: Actions = {
	default: async ({ locals, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				await locals.app.dialogues.updateRegion(locals.by, {
					name: text(form, 'name'),
					short: text(form, 'short'),
					countyCode: text(form, 'countyCode'),
					email: text(form, 'email'),
					phone: text(form, 'phone'),
					postalAddress: text(form, 'postalAddress'),
					website: text(form, 'website'),
					responsibleUnit: text(form, 'responsibleUnit')
				});
				return { saved: true };
			},
			form
		);
	}
};
