import { m } from '#lib/paraglide/messages.js';
import { isOrganisationType, ORGANISATION_TYPES, type OrganisationType } from '#lib/protocol/organisation-types.ts';

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
