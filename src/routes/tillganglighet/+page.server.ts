import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({ profile: await locals.app.dialogues.region() });
