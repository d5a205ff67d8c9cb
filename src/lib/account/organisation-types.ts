import { m } from '#lib/paraglide/messages.js';

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

const LABELS: Record<OrganisationType, () => string> = {
	private_person: m.account_org_type_private_person,
	municipality: m.account_org_type_municipality,
	municipal_association: m.account_org_type_municipal_association,
	region: m.account_org_type_region,
	county_board: m.account_org_type_county_board,
	state_agency: m.account_org_type_state_agency,
	sami_parliament: m.account_org_type_sami_parliament,
	sami_community: m.account_org_type_sami_community,
	sami_organisation: m.account_org_type_sami_organisation,
	university: m.account_org_type_university,
	research_institute: m.account_org_type_research_institute,
	education_provider: m.account_org_type_education_provider,
	company: m.account_org_type_company,
	business_association: m.account_org_type_business_association,
	cluster: m.account_org_type_cluster,
	trade_union: m.account_org_type_trade_union,
	civil_society: m.account_org_type_civil_society,
	youth_council: m.account_org_type_youth_council,
	minority_organisation: m.account_org_type_minority_organisation,
	disability_organisation: m.account_org_type_disability_organisation,
	eu_international: m.account_org_type_eu_international,
	other: m.account_org_type_other
};

/** The type in the reader's language; a code of later date is shown as it is. */
export const organisationTypeLabel = (type: string): string => (isOrganisationType(type) ? LABELS[type]() : type);

/** The whole list for a `<select>`. */
export const organisationTypeChoices = (): { value: OrganisationType; label: string }[] =>
	ORGANISATION_TYPES.map((value) => ({ value, label: LABELS[value]() }));
