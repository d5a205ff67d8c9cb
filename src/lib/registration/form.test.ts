import { describe, expect, it } from 'vitest';
import { changeInput, extraPeople, registerInput, withoutPerson } from './form.ts';

const MEETINGS = [
	{ id: 'one', slug: 'jsv' },
	{ id: 'two', slug: 'ene' }
];

describe('what a form of registration asks for', () => {
	it('ticks nothing by itself', () => {
		const input = registerInput({ name: 'Anna' }, MEETINGS, 'sv');
		expect(input).toMatchObject({ mayContact: false, self: { showInList: false }, others: [] });
		expect(input.choices).toEqual([
			{ meetingId: 'one', choice: '' },
			{ meetingId: 'two', choice: '' }
		]);
	});

	it('is the contact and the people added, or these alone', () => {
		const values = { people: '2', 'person-1-name': 'Bo', 'person-2-name': 'Cia', 'person-3-name': 'Dag' };
		expect(registerInput(values, MEETINGS, 'sv').others.map(({ name }) => name)).toEqual(['Bo', 'Cia']);
		expect(registerInput({ ...values, othersOnly: 'ja' }, MEETINGS, 'sv').self).toBeNull();
	});

	it('counts people as far as there are lines for them', () => {
		expect(['', '-1', '1e9', '3', 'NaN', '2.5'].map((people) => extraPeople({ people }))).toEqual([0, 0, 20, 3, 0, 0]);
	});

	it('moves people up when one is taken away', () => {
		const values = { people: '3', 'person-1-name': 'Bo', 'person-2-name': 'Cia', 'person-3-name': 'Dag', name: 'Anna' };
		expect(withoutPerson(values, 2)).toEqual({
			people: '2',
			'person-1-name': 'Bo',
			'person-2-name': 'Dag',
			name: 'Anna'
		});
	});
});

describe('what a change asks for', () => {
	const participants = [{ id: 'p', name: 'Anna', title: '', showInList: false }];
	const change = (values: Record<string, string>) => changeInput(values, participants, MEETINGS).people[0];

	it('leaves alone the meetings that had no field', () => {
		expect(change({ 'person-1-meeting-jsv': 'online' })?.choices).toEqual([{ meetingId: 'one', choice: 'online' }]);
	});

	it('touches what is noted only when something is written or it should go', () => {
		expect(change({})?.needs).toBeNull();
		expect(change({ 'person-1-dietary': ' ' })?.needs).toBeNull();
		expect(change({ 'person-1-replace': 'ja' })?.needs).toEqual({ dietary: '', access: '' });
		expect(change({ 'person-1-access': 'Hörslinga' })?.needs).toEqual({ dietary: '', access: 'Hörslinga' });
	});
});
