import { randomBytes } from 'node:crypto';
import type { Application } from '#server/application.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import type { PersonInput, Registered, RegisterInput, WebInput } from '#server/registrations/types.ts';
import type { MeetingChoice } from '#lib/protocol/registrations.ts';
import { as, type MadeDialogue } from './factories.ts';
import type { MadeMeeting } from './meetings.ts';

let counter = 0;
const number = () => ++counter;

/** A form's own number, as the page hands it out. */
export const formNumber = (): string => randomBytes(32).toString('base64url');

export const person = (more: Partial<PersonInput> = {}): PersonInput => ({
	name: 'Kim Kollega',
	title: '',
	showInList: false,
	dietary: '',
	access: '',
	...more
});

type Options = Partial<Omit<WebInput, 'choices'>> & { email?: string; name?: string };

/** What somebody fills in who comes alone from a company. */
export function form(
	choices: readonly [MadeMeeting | string, MeetingChoice | string][],
	options: Options = {}
): WebInput {
	const { email, name, ...more } = options;
	const unique = number();
	return {
		contact: { name: name ?? `Anna Andersson ${unique}`, email: email ?? `anna-${unique}@example.org`, phone: '' },
		organisation: { name: 'Kallrörs gårdsmejeri', type: 'company', municipalityCode: '' },
		mayContact: false,
		mayContactLater: false,
		self: { title: '', showInList: false, dietary: '', access: '' },
		others: [],
		language: 'sv',
		once: formNumber(),
		ip: `10.1.${unique >> 8}.${unique & 255}`,
		...more,
		choices: choices.map(([meeting, choice]) => ({
			meetingId: typeof meeting === 'string' ? meeting : meeting.meetingId,
			choice
		}))
	};
}

/** Somebody registers for one meeting. */
export const signUp = (
	app: Application,
	dialogue: MadeDialogue,
	meeting: MadeMeeting,
	choice: MeetingChoice = 'room_or_line',
	options: Options = {}
): Promise<Registered> =>
	app.registrations.register(as(VISITOR), dialogue.slug, meeting.ordinal, form([[meeting, choice]], options));

/** States of everybody of a registration at its meetings, in order: `on_site confirmed`, `on_site waiting` … */
export async function placesOf(app: Application, { code }: Pick<Registered, 'code'>): Promise<string[]> {
	const { meetings } = await app.registrations.view(VISITOR, code);
	return meetings.flatMap(({ attendances }) => attendances.map(({ mode, state }) => `${mode} ${state}`));
}

export const withoutWeb = ({ once: _once, ip: _ip, ...rest }: WebInput): RegisterInput => rest;
