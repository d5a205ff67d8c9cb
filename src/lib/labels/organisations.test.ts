import { expect, it } from 'vitest';
import { HELIX, isOrganisationType, ORGANISATION_TYPES } from '#lib/protocol/organisation-types.ts';
import { organisationTypeChoices, organisationTypeLabel } from './index.ts';

it('names each of the 22 types of domain §2.14 once, and each has its place in the helix', () => {
	expect(ORGANISATION_TYPES).toHaveLength(22);
	expect(new Set(ORGANISATION_TYPES).size).toBe(22);
	expect(Object.keys(HELIX).toSorted()).toEqual([...ORGANISATION_TYPES].toSorted());
	expect(new Set(organisationTypeChoices().map(({ label }) => label)).size).toBe(22);
});

it('shows a code of a later date as it is', () => {
	expect(organisationTypeLabel('sami_community')).toBe('Sameby');
	expect(organisationTypeLabel('space_agency')).toBe('space_agency');
	expect(isOrganisationType('space_agency')).toBe(false);
});
