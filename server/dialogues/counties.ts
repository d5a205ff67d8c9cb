import codes from './codes.json' with { type: 'json' };

/** The regional fund's programme for a county (domain S-07, §2.14), null for what is no county's code. */
export function regionalFund(countyCode: string): string | null {
	const area = codes.regions.find((region) => region.countyCode === countyCode)?.erdfProgrammeArea;
	return area === undefined ? null : `Regionalfondsprogrammet ${area}`;
}
