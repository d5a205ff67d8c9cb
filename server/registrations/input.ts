import { findIdentityNumbers } from '#lib/document/identity-number.ts';
import { ORGANISATION_TYPES, type OrganisationType } from '#lib/protocol/organisation-types.ts';
import { MEETING_CHOICES, type MeetingChoice, REGISTRATION_SOURCES } from '#lib/protocol/registrations.ts';
import { type Checks, createChecks } from '#server/checks.ts';
import { isId } from '#server/database/ids.ts';
import { isMunicipality } from '#server/dialogues/municipalities.ts';
import { isMedskickError } from '#server/errors.ts';
import { parseEmail } from '#server/identity/parse.ts';
import type { PersonInput, RegisterInput } from './types.ts';

const MOST_PEOPLE = 25;
const MOST_MEETINGS = 60;

export type CheckedPerson = PersonInput;
export type Checked = {
	contact: { name: string; email: string | null; phone: string };
	organisation: { name: string; type: OrganisationType; municipalityCode: string };
	mayContact: boolean;
	mayContactLater: boolean;
	people: CheckedPerson[];
	choices: { meetingId: string; choice: MeetingChoice }[];
	language: 'sv' | 'en';
};

/** Whoever phones may have no address; whoever fills in the form gets the link to change it by e-mail. */
export function checkRegistration(input: RegisterInput, byStaff: boolean): Checked {
	const checks = createChecks();
	const contact = checkContact(checks, input, byStaff);
	const checked = {
		contact,
		organisation: checkOrganisation(checks, input.organisation),
		mayContact: input.mayContact,
		mayContactLater: input.mayContactLater,
		people: checkPeople(checks, input, contact.name),
		choices: checkChoices(checks, input.choices),
		language: input.language
	};
	checks.done();
	return checked;
}

function checkContact(checks: Checks, { contact }: RegisterInput, byStaff: boolean): Checked['contact'] {
	const required = { sv: 'Skriv för- och efternamn.', en: 'Write first and last name.' };
	const name = checks.text('name', contact.name, { max: 120, required });
	const email = checkEmail(checks, contact.email, !byStaff);
	const phone = checks.text('phone', contact.phone, { max: 40 });
	return { name, email, phone };
}

function checkEmail(checks: Checks, value: string, required: boolean): string | null {
	if (value.trim() === '' && !required) return null;
	try {
		return parseEmail(value);
	} catch (error) {
		if (!isMedskickError(error)) throw error;
		for (const issue of error.issues) checks.wrong('email', issue);
		return null;
	}
}

function checkOrganisation(checks: Checks, { name, type, municipalityCode }: RegisterInput['organisation']) {
	const choose = { sv: 'Välj vilken typ av organisation ni är.', en: 'Choose what type of organisation you are.' };
	const kind = checks.oneOf('organisationType', type, ORGANISATION_TYPES, choose);
	const required =
		type === 'private_person'
			? undefined
			: { sv: 'Skriv organisationens namn.', en: 'Write the name of the organisation.' };
	const written = checks.text('organisationName', name, { max: 160, required });
	if (municipalityCode !== '' && !isMunicipality(municipalityCode))
		checks.wrong('municipalityCode', { sv: 'Välj en kommun i listan.', en: 'Choose a municipality in the list.' });
	return { name: kind === 'private_person' ? '' : written, type: kind, municipalityCode };
}

/** The contact first, where the contact takes part. Lines that were left empty are nobody. */
function checkPeople(checks: Checks, { self, others }: RegisterInput, contactName: string): CheckedPerson[] {
	const added = others.flatMap((person, index) => {
		if ([person.name, person.title, person.dietary, person.access].every((text) => text.trim() === '')) return [];
		return [checkPerson(checks, person, `person-${index + 1}-`)];
	});
	const people = [...(self === null ? [] : [{ ...checkRest(checks, self, ''), name: contactName }]), ...added];
	if (people.length === 0)
		checks.wrong('person-1-name', { sv: 'Skriv vem som ska delta.', en: 'Write who will take part.' });
	if (people.length > MOST_PEOPLE)
		checks.wrong('people', {
			sv: `Anmäl högst ${MOST_PEOPLE} personer åt gången.`,
			en: `Register at most ${MOST_PEOPLE} people at a time.`
		});
	return people;
}

export function checkPerson(checks: Checks, person: PersonInput, prefix: string): CheckedPerson {
	const required = { sv: 'Skriv personens namn.', en: 'Write the name of the person.' };
	const name = checks.text(`${prefix}name`, person.name, { max: 120, required });
	return { ...checkRest(checks, person, prefix), name };
}

function checkRest(checks: Checks, person: Omit<PersonInput, 'name'>, prefix: string): Omit<CheckedPerson, 'name'> {
	return {
		title: checks.text(`${prefix}title`, person.title, { max: 120 }),
		showInList: person.showInList,
		dietary: checkNeed(checks, `${prefix}dietary`, person.dietary),
		access: checkNeed(checks, `${prefix}access`, person.access)
	};
}

/** Identity numbers have no business here (domain G-03). */
export function checkNeed(checks: Checks, field: string, value: string): string {
	const text = checks.text(field, value, { max: 500 });
	if (findIdentityNumbers(text).length > 0)
		checks.wrong(field, {
			sv: 'Ta bort personnumret. Vi behöver det inte.',
			en: 'Remove the personal identity number. We do not need it.'
		});
	return text;
}

function checkChoices(checks: Checks, given: RegisterInput['choices']): Checked['choices'] {
	const wanted = given.filter(({ choice }) => choice !== '').slice(0, MOST_MEETINGS);
	const choices = wanted.flatMap(({ meetingId, choice }) => {
		const known = MEETING_CHOICES.find((one) => one === choice);
		if (isId(meetingId) && known !== undefined) return [{ meetingId, choice: known }];
		checks.wrong('meetings', { sv: 'Välj hur du vill delta.', en: 'Choose how you want to take part.' });
		return [];
	});
	if (wanted.length === 0) checks.wrong('meetings', { sv: 'Välj minst ett möte.', en: 'Choose at least one meeting.' });
	return choices;
}

export const checkSource = (checks: Checks, source: string) =>
	checks.oneOf(
		'source',
		source,
		REGISTRATION_SOURCES.filter((one) => one !== 'web'),
		{ sv: 'Välj hur anmälan kom in.', en: 'Choose how the registration came in.' }
	);
