import { describe, expect, it } from 'vitest';
import type { MeetingView, RoundView } from '#lib/protocol/meetings.ts';
import { agendaTime, archive, byDay, whenText } from './when.ts';

const meeting = (slug: string, more: Partial<MeetingView> = {}) =>
	({ slug, status: 'open', startsOn: '2026-10-15', ...more }) as MeetingView;
const round = (ordinal: number, meetings: MeetingView[], external = false) =>
	({ ordinal, meetings, external }) as RoundView;
const slugs = (rounds: RoundView[]) => rounds.map(({ meetings }) => meetings.map(({ slug }) => slug));

describe('earlier meetings', () => {
	it('are those that were held, and stay in sight under their round', () => {
		const { coming, earlier } = archive(
			[round(1, [meeting('a', { status: 'held' })]), round(2, [meeting('b', { status: 'held' }), meeting('c')])],
			'2026-10-01'
		);
		expect(slugs(coming)).toEqual([['c']]);
		expect(slugs(earlier)).toEqual([['a'], ['b']]);
	});

	it('have a cancelled one among them only when its day has passed', () => {
		const rounds = [round(1, [meeting('a', { status: 'cancelled' })])];
		expect(slugs(archive(rounds, '2026-10-15').coming)).toEqual([['a']]);
		expect(slugs(archive(rounds, '2026-10-16').earlier)).toEqual([['a']]);
	});

	it('tell of a round that was held before, though it has none', () => {
		expect(archive([round(1, [], true), round(2, [])], '2026-10-01').earlier.map(({ ordinal }) => ordinal)).toEqual([
			1
		]);
	});
});

describe('times of meetings', () => {
	it('are a day while only the date is saved, and hours when they are set', () => {
		const day = { startsOn: '2026-10-15', startsAt: null, endsAt: null };
		expect(whenText(day)).toBe('torsdag 15 oktober 2026');
		const hours = { ...day, startsAt: '2026-10-15T07:30:00.000Z', endsAt: '2026-10-15T10:30:00.000Z' };
		expect(whenText(hours)).toBe('torsdag 15 oktober 2026 kl.\u00a009.30–12.30');
	});

	it('say of an agenda when they are about', () => {
		const item = { startsAt: '14:45', endsAt: null, approximate: true, kind: 'meal' as const, title: 'Kaffe' };
		expect(agendaTime(item)).toBe('cirka 14.45');
		expect(agendaTime({ ...item, approximate: false, endsAt: '15:00' })).toBe('14.45–15.00');
	});

	it('gather the meetings of a day', () => {
		const days = byDay([meeting('a'), meeting('b'), meeting('c', { startsOn: '2026-10-16' })]);
		expect(days.map(({ day, meetings }) => [day, meetings.length])).toEqual([
			['2026-10-15', 2],
			['2026-10-16', 1]
		]);
	});
});
