import { describe, expect, it } from 'vitest';
import { chosen, NOBODY } from './audience.ts';
import { pace } from './pace.ts';
import { contact } from './reading-addresses.ts';
import { deliveryOf } from './view.ts';

const kommun = { organisationName: 'Åre kommun', organisationType: 'municipality', municipalityCode: '2321' };
const bolag = { organisationName: 'Bolaget', organisationType: 'company', municipalityCode: '2380' };
const everybody = {
	participants: [contact('anna@example.org', { name: 'Anna', ...kommun }), contact('privat@example.org')],
	elsewhere: [contact('anna@example.org', { name: 'Anna', ...kommun }), contact('annan@example.org')],
	listed: [
		{ ...contact('ANNA@example.org', { name: 'Anna A' }), listId: 'one' },
		{ ...contact('bolag@example.org', bolag), listId: 'two' }
	]
};
const to = (audience: Partial<typeof NOBODY>) =>
	chosen({ ...NOBODY, ...audience }, everybody).map(({ email, source }) => `${email} ${source}`);

describe('an audience', () => {
	it('is nobody until somebody is chosen', () => {
		expect(to({})).toEqual([]);
	});

	it('has every address once, and says the nearest reason for writing to it', () => {
		expect(to({ participants: true, organisations: true, listIds: ['one', 'two'] })).toEqual([
			'anna@example.org participants',
			'bolag@example.org organisations',
			'privat@example.org participants'
		]);
		expect(to({ listIds: ['one'] })).toEqual(['anna@example.org list']);
	});

	it('has those of other dialogues only where they are chosen, and nearer ones by the nearer reason', () => {
		expect(to({ otherDialogues: true })).toEqual([
			'anna@example.org other_dialogues',
			'annan@example.org other_dialogues'
		]);
		expect(to({ otherDialogues: true, participants: true })).toEqual([
			'anna@example.org participants',
			'annan@example.org other_dialogues',
			'privat@example.org participants'
		]);
	});

	it('knows somebody by what they said last', () => {
		const twice = [contact('anna@example.org', { name: 'Anna', language: 'en' }), contact('anna@example.org')];
		expect(chosen({ ...NOBODY, participants: true }, { participants: twice, elsewhere: [], listed: [] })).toMatchObject(
			[{ name: 'Anna', language: 'en' }]
		);
	});

	it('takes organisations by type and municipality, and no private person for one', () => {
		expect(to({ organisations: true })).toEqual(['anna@example.org organisations', 'bolag@example.org organisations']);
		expect(to({ organisations: true, organisationTypes: ['company'] })).toEqual(['bolag@example.org organisations']);
		expect(to({ organisations: true, municipalities: ['2321'] })).toEqual(['anna@example.org organisations']);
		expect(to({ organisations: true, organisationTypes: ['company'], municipalities: ['2321'] })).toEqual([]);
		expect(to({ organisationTypes: ['company'] })).toEqual([]);
	});
});

describe('a pace', () => {
	it('is never faster than asked for, and comes close to it', () => {
		for (const perMinute of [1, 5, 6, 7, 11, 60, 100, 599, 600]) {
			const { letters, waitMs } = pace(perMinute);
			const real = (letters * 60_000) / waitMs;
			expect(real).toBeLessThanOrEqual(perMinute);
			expect(real).toBeGreaterThan(perMinute * 0.99);
		}
	});
});

describe('what became of a letter', () => {
	const row = { state: 'written', mail_id: 'a', sent_at: null, refused_at: null, last_error: null };
	const now = new Date();
	it('is told apart by what is known', () => {
		expect(deliveryOf({ ...row, state: 'waiting', mail_id: null })).toBe('waiting');
		expect(deliveryOf({ ...row, state: 'left_out', mail_id: null })).toBe('left_out');
		expect(deliveryOf({ ...row, mail_id: null })).toBe('sent');
		expect(deliveryOf(row)).toBe('outbox');
		expect(deliveryOf({ ...row, last_error: 'busy' })).toBe('retrying');
		expect(deliveryOf({ ...row, last_error: 'no such user', refused_at: now })).toBe('refused');
		expect(deliveryOf({ ...row, last_error: 'no such user', refused_at: now, sent_at: now })).toBe('refused');
		expect(deliveryOf({ ...row, last_error: 'busy', sent_at: now })).toBe('sent');
	});
});
