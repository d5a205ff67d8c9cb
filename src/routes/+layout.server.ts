import type { Reader, Region } from '#lib/ui/site.ts';
import type { LayoutServerLoad } from './$types';

/** Whose site this is and who reads it: what the frame around every page needs, and nothing that is private. */
export const load: LayoutServerLoad = async ({ locals }): Promise<{ region: Region; actor: Reader }> => {
	const { name, short, email, phone } = await locals.app.dialogues.region();
	const { actor } = locals;
	const reader: Reader =
		actor.kind === 'person'
			? { kind: 'person', name: actor.name, verified: actor.verified, isStaff: actor.isAdmin || actor.roles.length > 0 }
			: { kind: 'visitor', name: '', verified: false, isStaff: false };
	return { region: { name, short, email, phone }, actor: reader };
};
