import type { RequestEvent } from '@sveltejs/kit';
import type { RoundView } from '#lib/protocol/meetings.ts';
import { attempt } from '#lib/ui/action.server.ts';
import { valuesOf } from '#lib/ui/fields.ts';
import { currentLanguage } from '#lib/ui/language.ts';
import type { RegisterInput } from '#server/registrations/types.ts';
import { extraPeople, registerInput, withoutPerson } from './form.ts';

type Params = { dialog: string; omgang: string };
type Event = Pick<RequestEvent, 'request' | 'locals' | 'getClientAddress'> & { params: Params };

/** Is anything served at any of its meetings? */
export const servesMeals = ({ agenda, meetings }: RoundView): boolean =>
	[...agenda, ...meetings.flatMap((meeting) => meeting.agenda)].some(({ kind }) => kind === 'meal');

type Send = (event: Event, values: Record<string, string>, input: RegisterInput) => Promise<never>;

/**
 * The steps of the form: a person more or less, the look before it is sent, and back. Each gives back what was written,
 * so nothing is kept on the server before it is sent.
 */
export function registrationActions(staff: boolean, send: Send) {
	const inputOf = async (event: Event, values: Record<string, string>) => {
		const round = await event.locals.app.meetings.round(event.locals.actor, event.params.dialog, ordinalOf(event));
		return registerInput(values, round.meetings, currentLanguage());
	};
	/** Nobody but those who receive people gets even an empty form of theirs. */
	const read = async (event: Event): Promise<FormData> => {
		const form = await event.request.formData();
		const { app, actor } = event.locals;
		if (staff) await app.registrations.ofRound(actor, event.params.dialog, ordinalOf(event));
		return form;
	};
	return {
		person: async (event: Event) => {
			const values = valuesOf(await read(event));
			return { step: 'edit' as const, values: { ...values, people: String(extraPeople(values) + 1) } };
		},
		remove: async (event: Event) => {
			const form = await read(event);
			return { step: 'edit' as const, values: withoutPerson(valuesOf(form), Number(form.get('_remove'))) };
		},
		edit: async (event: Event) => ({ step: 'edit' as const, values: valuesOf(await read(event)) }),
		check: async (event: Event) => {
			const form = await read(event);
			const values = valuesOf(form);
			return attempt(
				event,
				async () => {
					const { app, by } = event.locals;
					const input = await inputOf(event, values);
					const expected = await app.registrations.expect(by, event.params.dialog, ordinalOf(event), input, staff);
					return { step: 'review' as const, values, expected };
				},
				form
			);
		},
		send: async (event: Event) => {
			const form = await read(event);
			const values = valuesOf(form);
			return attempt(event, async () => send(event, values, await inputOf(event, values)), form);
		}
	};
}

const ordinalOf = ({ params }: Event): number => Number(params.omgang);
