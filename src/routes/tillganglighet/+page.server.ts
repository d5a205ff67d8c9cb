import type { PageServerLoad } from './$types';
import { readStatement } from './statement.ts';

export const load: PageServerLoad = async ({ locals }) => ({
	profile: await locals.app.dialogues.region(),
	statement: readStatement()
});
