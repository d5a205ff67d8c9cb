import { addressOf, municipalityNames } from '../../hosting.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const numbers = await locals.app.hosting.statistics(locals.actor, addressOf(params));
	const names = municipalityNames();
	const codes = numbers.statistics.byMunicipality.map(({ code }) => code);
	return { ...numbers, municipalities: Object.fromEntries(codes.map((code) => [code, names.get(code) ?? code])) };
};
