export { organisationTypeChoices, organisationTypeLabel } from './organisation-labels.ts';
export {
	HELIX,
	isOrganisationType,
	ORGANISATION_TYPES,
	type Helix,
	type OrganisationType
} from '#lib/protocol/organisation-types.ts';
export { accountState, roleChoices, roleLabel } from './role-labels.ts';
