import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const [profile, start] = await Promise.all([locals.app.dialogues.region(), locals.app.dialogues.start(locals.actor)]);
	return { profile, dialogues: [...start.open, ...start.coming, ...start.closed] };
};
