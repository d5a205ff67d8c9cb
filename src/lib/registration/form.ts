import type { MeetingView } from '#lib/protocol/meetings.ts';
import type { RegistrationView } from '#lib/protocol/registrations.ts';
import type { ChangeInput, NeedsInput, PersonInput, RegisterInput } from '#server/registrations/types.ts';

/** The form's name on its page, which its fields' ids begin with. */
export const FORM = 'anmalan';
export const MOST_EXTRA = 20;

type Values = Readonly<Record<string, string>>;
type Known = readonly Pick<MeetingView, 'id' | 'slug'>[];

const valueOf = (values: Values, name: string): string => values[name] ?? '';
const ticked = (values: Values, name: string): boolean => valueOf(values, name) !== '';

/** How many people beside the contact the form shows lines for. */
export function extraPeople(values: Values): number {
	const count = Number(valueOf(values, 'people'));
	return Number.isInteger(count) ? Math.min(Math.max(0, count), MOST_EXTRA) : 0;
}

/** The same values without person number `gone`; those after move up. */
export function withoutPerson(values: Values, gone: number): Record<string, string> {
	const entries = Object.entries(values).flatMap(([name, value]): [string, string][] => {
		const match = /^person-(\d+)-(.+)$/.exec(name);
		if (match === null) return [[name, value]];
		const number = Number(match[1]);
		if (number === gone) return [];
		return [[number > gone ? `person-${number - 1}-${match[2]}` : name, value]];
	});
	return { ...Object.fromEntries(entries), people: String(Math.max(0, extraPeople(values) - 1)) };
}

const needsAt = (values: Values, prefix: string): NeedsInput => ({
	dietary: valueOf(values, `${prefix}dietary`),
	access: valueOf(values, `${prefix}access`)
});

const personAt = (values: Values, prefix: string): PersonInput => ({
	name: valueOf(values, `${prefix}name`),
	title: valueOf(values, `${prefix}title`),
	showInList: ticked(values, `${prefix}showInList`),
	...needsAt(values, prefix)
});

/** What the form asks for. Meetings that are none of the round's have no field and are not looked for. */
export function registerInput(values: Values, meetings: Known, language: 'sv' | 'en'): RegisterInput {
	const { name: _name, ...self } = personAt(values, '');
	const numbers = Array.from({ length: extraPeople(values) }, (_, index) => index + 1);
	return {
		contact: { name: valueOf(values, 'name'), email: valueOf(values, 'email'), phone: valueOf(values, 'phone') },
		organisation: {
			name: valueOf(values, 'organisationName'),
			type: valueOf(values, 'organisationType'),
			municipalityCode: valueOf(values, 'municipalityCode')
		},
		mayContact: ticked(values, 'mayContact'),
		mayContactLater: ticked(values, 'mayContactLater'),
		self: ticked(values, 'othersOnly') ? null : self,
		others: numbers.map((number) => personAt(values, `person-${number}-`)),
		choices: meetings.map(({ id, slug }) => ({ meetingId: id, choice: valueOf(values, `meeting-${slug}`) })),
		language
	};
}

/** What a change asks for: of each person, of each meeting that has a field. */
export function changeInput(
	values: Values,
	participants: RegistrationView['participants'],
	meetings: Known
): ChangeInput {
	return {
		mayContact: ticked(values, 'mayContact'),
		mayContactLater: ticked(values, 'mayContactLater'),
		people: participants.map(({ id }, index) => {
			const prefix = `person-${index + 1}-`;
			const { name, title, showInList, ...needs } = personAt(values, prefix);
			const written = needs.dietary.trim() !== '' || needs.access.trim() !== '';
			return {
				...{ participantId: id, name, title, showInList },
				needs: written || ticked(values, `${prefix}replace`) ? needs : null,
				choices: meetings.flatMap(({ id: meetingId, slug }) => {
					const choice = values[`${prefix}meeting-${slug}`];
					return choice === undefined ? [] : [{ meetingId, choice }];
				})
			};
		})
	};
}
