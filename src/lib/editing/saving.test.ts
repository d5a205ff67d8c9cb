import { describe, expect, test } from 'vitest';
import { saveStatus, wouldLose, type SavingFacts } from './saving.ts';

const facts = (changes: Partial<SavingFacts> = {}): SavingFacts => ({
	access: 'write',
	connected: true,
	synced: true,
	everSynced: true,
	sent: 3,
	acknowledged: 3,
	unsent: false,
	overdue: false,
	closed: false,
	...changes
});

describe('the editor says', () => {
	test.each([
		['saved', {}],
		['saving', { acknowledged: 2 }],
		['saving', { sent: 0, acknowledged: 0 }],
		['saving', { unsent: true }],
		['not_saved', { acknowledged: 2, overdue: true }],
		['saved', { overdue: true }],
		['offline', { connected: false, synced: false }],
		['connecting', { connected: false, synced: false, everSynced: false }],
		['connecting', { synced: false }],
		['closed', { connected: false, closed: true }],
		['saved', { access: 'read', sent: 0, acknowledged: 0 }],
		['not_saved', { access: 'read', sent: 0, acknowledged: 0, unsent: true }]
	] as const)('%s after %o', (status, changes) => {
		expect(saveStatus(facts(changes))).toBe(status);
	});
});

describe('leaving the page', () => {
	test('loses nothing when everything is acknowledged, or nothing was written', () => {
		expect(wouldLose(facts())).toBe(false);
		expect(wouldLose(facts({ sent: 0, acknowledged: 0 }))).toBe(false);
	});

	test('loses what is not acknowledged, with and without a connection', () => {
		expect(wouldLose(facts({ acknowledged: 2 }))).toBe(true);
		expect(wouldLose(facts({ connected: false, sent: 0, acknowledged: 0, unsent: true }))).toBe(true);
	});
});
