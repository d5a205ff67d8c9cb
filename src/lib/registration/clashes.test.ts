import { expect, it } from 'vitest';
import type { RegistrationView } from '#lib/protocol/registrations.ts';
import { clashes, ownClashes } from './clashes.ts';

const meeting = (id: string, startsAt: string | null, endsAt: string | null) => ({ id, startsAt, endsAt });
const at = (hour: string) => `2026-10-15T${hour}:00.000Z`;
const pairs = (...meetings: Parameters<typeof clashes>[0]) => clashes(meetings).map((pair) => pair.map(({ id }) => id));

it('meetings that overlap clash, whichever begins first', () => {
	const early = meeting('early', at('07:30'), at('10:30'));
	const late = meeting('late', at('10:00'), at('12:00'));
	expect(pairs(early, late)).toEqual([['early', 'late']]);
	expect(pairs(late, early)).toEqual([['late', 'early']]);
});

it('morning and afternoon of one day do not, and neither does one that begins as the other ends', () => {
	const morning = meeting('m09', at('07:30'), at('10:30'));
	expect(pairs(morning, meeting('m10', at('11:15'), at('14:30')))).toEqual([]);
	expect(pairs(morning, meeting('next', at('10:30'), at('11:00')))).toEqual([]);
});

it('one inside another clashes; one without a time clashes with nothing', () => {
	const day = meeting('day', at('07:00'), at('15:00'));
	expect(pairs(day, meeting('inside', at('09:00'), at('10:00')), meeting('some day', null, null))).toEqual([
		['day', 'inside']
	]);
});

it('in a registration only those clash that one and the same person comes to', () => {
	const entry = (id: string, people: Record<string, string>, status = 'open') => ({
		meeting: { ...meeting(id, at('07:30'), at('10:30')), status },
		attendances: Object.entries(people).map(([participantId, state]) => ({ participantId, state }))
	});
	const own = (...entries: ReturnType<typeof entry>[]) =>
		ownClashes(entries as unknown as RegistrationView['meetings']).map((pair) => pair.map(({ id }) => id));
	expect(own(entry('a', { anna: 'confirmed' }), entry('b', { bo: 'confirmed' }))).toEqual([]);
	expect(own(entry('a', { anna: 'confirmed' }), entry('b', { anna: 'cancelled' }))).toEqual([]);
	expect(own(entry('a', { anna: 'confirmed' }), entry('b', { anna: 'confirmed' }, 'cancelled'))).toEqual([]);
	expect(own(entry('a', { anna: 'confirmed' }), entry('b', { bo: 'confirmed', anna: 'waiting' }))).toEqual([
		['a', 'b']
	]);
});
