/** The kinds of organisation that a sender can come from, in the order of the list people choose from (domain §2.14). */
export const ORGANISATION_TYPES = [
	'private_person',
	'municipality',
	'municipal_association',
	'region',
	'county_board',
	'state_agency',
	'sami_parliament',
	'sami_community',
	'sami_organisation',
	'university',
	'research_institute',
	'education_provider',
	'company',
	'business_association',
	'cluster',
	'trade_union',
	'civil_society',
	'youth_council',
	'minority_organisation',
	'disability_organisation',
	'eu_international',
	'other'
] as const;

export type OrganisationType = (typeof ORGANISATION_TYPES)[number];

/** The parts of society that smart specialisation counts by; some types belong to two, some to none. */
export type Helix = 'public' | 'sami' | 'academia' | 'business' | 'civil_society';

export const HELIX: Record<OrganisationType, readonly Helix[]> = {
	private_person: [],
	municipality: ['public'],
	municipal_association: ['public'],
	region: ['public'],
	county_board: ['public'],
	state_agency: ['public'],
	sami_parliament: ['public', 'sami'],
	sami_community: ['sami'],
	sami_organisation: ['sami'],
	university: ['academia'],
	research_institute: ['academia'],
	education_provider: ['academia'],
	company: ['business'],
	business_association: ['business'],
	cluster: ['business'],
	trade_union: ['civil_society'],
	civil_society: ['civil_society'],
	youth_council: ['civil_society'],
	minority_organisation: ['civil_society'],
	disability_organisation: ['civil_society'],
	eu_international: [],
	other: []
};

export const isOrganisationType = (value: unknown): value is OrganisationType =>
	ORGANISATION_TYPES.some((type) => type === value);
