import codes from './codes.json' with { type: 'json' };

export type Municipality = { code: string; name: string };

export const isMunicipality = (code: string): boolean =>
	codes.municipalities.some(({ municipalityCode }) => municipalityCode === code);

/** Every municipality, those of the county first; by name (domain §2.14). */
export function municipalities(countyCode: string): { own: Municipality[]; others: Municipality[] } {
	const sorted = codes.municipalities
		.map(({ municipalityCode, name }) => ({ code: municipalityCode, name }))
		.sort((one, other) => one.name.localeCompare(other.name, 'sv'));
	const isOwn = ({ code }: Municipality) => countyCode !== '' && code.startsWith(countyCode);
	return { own: sorted.filter(isOwn), others: sorted.filter((one) => !isOwn(one)) };
}
