import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({ start: await locals.app.dialogues.start(locals.actor) });
