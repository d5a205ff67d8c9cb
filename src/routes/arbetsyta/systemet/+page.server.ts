import { attempt, text } from '#lib/ui/action.server.ts';
import { dateCompact } from '#lib/ui/format.ts';
import { authorize } from '#server/permissions/can.ts';
import { isAssessmentOld, readStatement } from '../../tillganglighet/statement.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	authorize(locals.actor, 'region.manage', null);
	const statement = readStatement();
	const old = isAssessmentOld(statement, dateCompact(locals.app.clock.now()));
	return { profile: await locals.app.dialogues.region(), assessedLongAgo: old ? statement.assessed : null };
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
