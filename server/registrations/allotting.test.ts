import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Seats, seatFor, takes, type Wish, withTaken } from './allotting.ts';

const room = (more: Partial<Seats> = {}): Seats => ({
	mode: 'hybrid',
	capacity: { on_site: 2, online: null },
	held: { on_site: 0, online: 0 },
	reserved: new Map(),
	...more
});
const full = room({ held: { on_site: 2, online: 0 } });
const wish = (more: Partial<Wish> = {}): Wish => ({
	mode: 'on_site',
	ifFull: 'waiting_list',
	organisationType: 'company',
	...more
});

describe('a seat in the room', () => {
	it('goes to who asks while there is one', () => {
		expect(seatFor(room(), wish())).toEqual({ mode: 'on_site', state: 'confirmed', fromReserve: false });
	});

	it('becomes link or line when the room is full, as the person chose', () => {
		expect(seatFor(full, wish({ ifFull: 'online' }))).toMatchObject({ mode: 'online', state: 'confirmed' });
		expect(seatFor(full, wish())).toMatchObject({ mode: 'on_site', state: 'waiting' });
	});

	it('becomes a place in line where there is no link, or the link is full too', () => {
		const noLink = { ...full, mode: 'on_site' as const };
		expect(seatFor(noLink, wish({ ifFull: 'online' }))).toMatchObject({ mode: 'on_site', state: 'waiting' });
		const bothFull = { ...full, capacity: { on_site: 2, online: 5 }, held: { on_site: 2, online: 5 } };
		expect(seatFor(bothFull, wish({ ifFull: 'online' }))).toMatchObject({ mode: 'on_site', state: 'waiting' });
	});

	it('has no end where no limit is set', () => {
		const open = room({ capacity: { on_site: null, online: null }, held: { on_site: 900, online: 900 } });
		expect(seatFor(open, wish()).state).toBe('confirmed');
	});
});

describe('a reserved seat', () => {
	const reserved = room({ reserved: new Map([['municipality', 1]]) });

	it('is kept from others and given to its kind first', () => {
		const left = withTaken(reserved, { mode: 'on_site', fromReserve: false }, 'company');
		expect(takes(left, 'on_site', 'company')).toBeNull();
		expect(takes(left, 'on_site', 'municipality')).toEqual({ fromReserve: true });
	});

	it('once taken leaves its kind to ask like everybody else', () => {
		const left = withTaken(reserved, { mode: 'on_site', fromReserve: true }, 'municipality');
		expect(takes(left, 'on_site', 'municipality')).toEqual({ fromReserve: false });
		const none = withTaken(left, { mode: 'on_site', fromReserve: false }, 'municipality');
		expect(takes(none, 'on_site', 'municipality')).toBeNull();
	});

	it('is of no help in a room that is full', () => {
		const crowded = { ...reserved, held: { on_site: 2, online: 0 } };
		expect(takes(crowded, 'on_site', 'municipality')).toBeNull();
	});

	it('says nothing of the link', () => {
		expect(seatFor(reserved, wish({ mode: 'online' }))).toMatchObject({ mode: 'online', state: 'confirmed' });
	});
});

it('whoever comes in whatever order, no more people are confirmed than there are seats', () => {
	const wishes = fc.record({
		mode: fc.constantFrom('on_site' as const, 'online' as const),
		ifFull: fc.constantFrom('online' as const, 'waiting_list' as const),
		organisationType: fc.constantFrom('company', 'municipality', 'university')
	});
	fc.assert(
		fc.property(
			fc.array(wishes, { maxLength: 30 }),
			fc.nat(8),
			fc.nat(8),
			fc.nat(4),
			(asked, on_site, online, kept) => {
				let seats = room({ capacity: { on_site, online }, reserved: new Map([['municipality', kept]]) });
				for (const one of asked) {
					const seat = seatFor(seats, one);
					if (seat.state === 'confirmed') seats = withTaken(seats, seat, one.organisationType);
				}
				expect(seats.held.on_site).toBeLessThanOrEqual(on_site);
				expect(seats.held.online).toBeLessThanOrEqual(online);
				expect(seats.reserved.get('municipality')).toBeGreaterThanOrEqual(0);
			}
		)
	);
});
