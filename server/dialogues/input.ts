import { type Checks, checkSlug, createChecks } from '#server/checks.ts';
import type {
	AreaInput,
	DeclineReasonInput,
	DialogueInput,
	NewDialogue,
	PhaseInput,
	RegionProfile,
	SamiDecision
} from './types.ts';
import { AREA_STATUSES, DIALOGUE_TYPES, INFLUENCE_LEVELS, PROGRAMME_LEVELS, SAMI_ANSWERS } from './vocabulary.ts';

const CHOOSE = { sv: 'Välj ett alternativ.', en: 'Choose an option.' };
/** Pages of the workspace that stand where a dialogue's own would. */
const RESERVED = ['ny', 'region', 'systemet'];
const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

/** Checks what a person wrote about a dialogue and turns it into columns. */
export function checkDialogue(input: DialogueInput) {
	const checks = createChecks();
	const columns = dialogueColumns(checks, input);
	checks.done();
	return columns;
}

/** As `checkDialogue`, with the address that the dialogue will keep. */
export function checkNewDialogue(input: NewDialogue) {
	const checks = createChecks();
	const columns = { ...dialogueColumns(checks, input), slug: checkSlug(checks, input.slug, input.title, RESERVED) };
	checks.done();
	return columns;
}

function dialogueColumns(checks: Checks, input: DialogueInput) {
	return {
		title: checks.text('title', input.title, {
			max: 200,
			required: { sv: 'Skriv dialogens namn.', en: 'Write the name of the dialogue.' }
		}),
		type: checks.oneOf('type', input.type, DIALOGUE_TYPES, CHOOSE),
		lead: checks.text('lead', input.lead, { max: 1000 }),
		purpose: checks.text('purpose', input.purpose, { max: 4000 }),
		level: checks.oneOf('level', input.level ?? 'regional', PROGRAMME_LEVELS, CHOOSE),
		case_number: checks.text('caseNumber', input.caseNumber, { max: 100 }),
		commissioned_by: checks.text('commissionedBy', input.commissionedBy, { max: 200 }),
		board: checks.text('board', input.board, { max: 200 }),
		contact_email: email(checks, 'contactEmail', input.contactEmail ?? ''),
		responsible_unit: checks.text('responsibleUnit', input.responsibleUnit, { max: 200 }),
		legal_basis: checks.lines('legalBasis', input.legalBasis, 20),
		programme_chain: checks.lines('programmeChain', input.programmeChain, 20),
		influence_level: checks.oneOf('influenceLevel', input.influenceLevel ?? 'konsultation', INFLUENCE_LEVELS, CHOOSE),
		names_private_persons: input.namesPrivatePersons ?? false,
		...samiColumns(checks, input.sami ?? null)
	};
}

/** An answer needs its reasons and who decided (domain S-08). */
function samiColumns(checks: Checks, sami: SamiDecision | null) {
	const reasons = { sv: 'Skriv varför ni bedömer det så.', en: 'Write why you judge it so.' };
	const decided = { sv: 'Skriv vem som har bestämt det.', en: 'Write who decided it.' };
	const given = (required: { sv: string; en: string }, max: number) => (sami === null ? { max } : { max, required });
	return {
		sami_answer: sami === null ? null : checks.oneOf('samiAnswer', sami.answer, SAMI_ANSWERS, CHOOSE),
		sami_motivation: checks.text('samiMotivation', sami?.motivation, given(reasons, 2000)),
		sami_decided_by: checks.text('samiDecidedBy', sami?.decidedBy, given(decided, 200)),
		sami_decided_on: sami?.decidedOn ? checks.date('samiDecidedOn', sami.decidedOn) : null
	};
}

function email(checks: Checks, field: string, value: string): string {
	const address = checks.text(field, value, { max: 254 });
	if (address !== '' && !EMAIL.test(address))
		checks.wrong(field, {
			sv: 'Skriv en e-postadress med @, till exempel namn@example.org.',
			en: 'Write an e-mail address with @, for example name@example.org.'
		});
	return address;
}

/** Fields are named `phase-<row>-<part>`, rows from 0. A phase without dates is one whose dates come later. */
export function checkPhases(phases: readonly PhaseInput[]) {
	const checks = createChecks();
	const title = { sv: 'Skriv skedets namn.', en: 'Write the name of the phase.' };
	const rows = phases.map((phase, row) => {
		const startsOn = phase.startsOn ? checks.date(`phase-${row}-startsOn`, phase.startsOn) : null;
		const endsOn = phase.endsOn ? checks.date(`phase-${row}-endsOn`, phase.endsOn) : null;
		if (endsOn !== null && startsOn === null)
			checks.wrong(`phase-${row}-startsOn`, {
				sv: 'Ange också när skedet börjar.',
				en: 'State when the phase begins too.'
			});
		else if (endsOn !== null && startsOn !== null && endsOn < startsOn)
			checks.wrong(`phase-${row}-endsOn`, {
				sv: 'Slutet måste vara efter början.',
				en: 'The end must come after the start.'
			});
		return {
			ordinal: row + 1,
			title: checks.text(`phase-${row}-title`, phase.title, { max: 200, required: title }),
			text: checks.text(`phase-${row}-text`, phase.text, { max: 1000 }),
			starts_on: startsOn,
			ends_on: endsOn
		};
	});
	checks.done();
	return rows;
}

export function checkArea(input: AreaInput) {
	const checks = createChecks();
	const code = checks.text('code', input.code, { max: 12 }).toUpperCase();
	if (!/^[A-ZÅÄÖ0-9]{1,12}$/.test(code))
		checks.wrong('code', {
			sv: 'Skriv en kort kod med bokstäver och siffror, till exempel JSV.',
			en: 'Write a short code of letters and digits, for example JSV.'
		});
	const status = checks.oneOf('status', input.status ?? 'proposed', AREA_STATUSES, CHOOSE);
	const reason = { sv: 'Skriv varför området har valts bort.', en: 'Write why the area was dropped.' };
	const dropReason = checks.text(
		'dropReason',
		input.dropReason,
		status === 'dropped' ? { max: 1000, required: reason } : { max: 1000 }
	);
	const row = {
		code,
		name: checks.text('name', input.name, {
			max: 200,
			required: { sv: 'Skriv områdets namn.', en: 'Write the name of the area.' }
		}),
		aliases: checks.lines('aliases', input.aliases, 10),
		summary: checks.text('summary', input.summary, { max: 1000 }),
		status,
		drop_reason: status === 'dropped' ? dropReason : null,
		security_hint: input.securityHint ?? false
	};
	if (input.position !== undefined && !(Number.isInteger(input.position) && input.position >= 1))
		checks.wrong('position', { sv: 'Skriv ett heltal från 1.', en: 'Write a whole number from 1.' });
	checks.done();
	return row;
}

export function checkDeclineReason(input: DeclineReasonInput) {
	const checks = createChecks();
	const row = {
		title: checks.text('title', input.title, { max: 200, required: { sv: 'Skriv skälet.', en: 'Write the reason.' } }),
		explanation: checks.text('explanation', input.explanation, { max: 1000 }),
		active: input.active
	};
	checks.done();
	return row;
}

export function checkRegion(input: RegionProfile) {
	const checks = createChecks();
	const needed = (sv: string, en: string, max = 200) => ({ max, required: { sv, en } });
	const row = {
		name: checks.text('name', input.name, needed('Skriv regionens namn.', 'Write the name of the region.')),
		short: checks.text(
			'short',
			input.short,
			needed('Skriv regionens kortnamn.', 'Write the short name of the region.', 20)
		),
		county_code: checks.text('countyCode', input.countyCode, { max: 2 }),
		email: email(checks, 'email', input.email),
		phone: checks.text(
			'phone',
			input.phone,
			needed('Skriv registratorns telefonnummer.', "Write the registrar's telephone number.", 40)
		),
		postal_address: checks.text('postalAddress', input.postalAddress, { max: 500 }),
		website: checks.text('website', input.website, { max: 300 }),
		responsible_unit: checks.text('responsibleUnit', input.responsibleUnit, { max: 200 })
	};
	if (row.email === '')
		checks.wrong('email', { sv: 'Skriv registratorns e-postadress.', en: "Write the registrar's e-mail address." });
	if (row.website !== '' && !/^https:\/\//.test(row.website))
		checks.wrong('website', { sv: 'Skriv adressen med https:// först.', en: 'Write the address with https:// first.' });
	checks.done();
	return row;
}
