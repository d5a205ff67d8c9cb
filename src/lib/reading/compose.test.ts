import { describe, expect, it } from 'vitest';
import { bodyOf, type Fields, issuesOf, targetOf } from './compose.ts';
import type { PlaceName } from './places.ts';

const PLACE: PlaceName = {
	blockId: 'p1',
	what: 'paragraph',
	section: 'Nuläge',
	sectionId: 'h1',
	twin: 1,
	ordinal: 1,
	plain: 'Råvaran lämnar länet.',
	tableId: null
};
const fields = (change: Partial<Fields> = {}): Fields => ({
	kind: 'change',
	text: 'Skriv om',
	words: '',
	language: 'sv',
	anonymous: false,
	writer: { name: 'Anna', organisationName: 'Kommunen', organisationType: 'municipality', email: 'anna@example.org' },
	acceptLate: false,
	keepIdentityNumbers: false,
	idempotencyKey: 'k1',
	...change
});
const context = { versionId: 'v1', parentId: null, place: PLACE, kinds: ['change', 'other'] as const };

describe('what is sent', () => {
	it('is about the words that were chosen, quoted as they stand', () => {
		expect(targetOf(PLACE, '0-7')).toEqual({ scope: 'words', blockId: 'p1', start: 0, end: 7, exact: 'Råvaran' });
	});

	it('is about the whole place where no words, or words beyond its end, were chosen', () => {
		expect(targetOf(PLACE, '')).toEqual({ scope: 'block', blockId: 'p1' });
		expect(targetOf(PLACE, '90-95')).toEqual({ scope: 'block', blockId: 'p1' });
		expect(targetOf({ ...PLACE, what: 'section' }, '')).toEqual({ scope: 'section', blockId: 'p1' });
		expect(targetOf(undefined, '')).toEqual({ scope: 'whole' });
	});

	it('names nobody who wants to be anonymous, whatever the fields still hold', () => {
		const body = bodyOf(fields({ anonymous: true }), context, null);
		expect(JSON.stringify(body)).not.toMatch(/Anna|Kommunen|anna@example/);
	});

	it('gives no organisation for a private person', () => {
		const writer = { ...fields().writer, organisationType: 'private_person' };
		expect(bodyOf(fields({ writer }), context, null).sender.organisationName).toBe('');
	});
});

describe('what has to be mended before sending', () => {
	it('is nothing when all is there', () => expect(issuesOf(fields(), false)).toEqual([]));

	it('are the fields that are empty', () => {
		const empty = fields({ kind: '', text: '  ', writer: { ...fields().writer, organisationType: '' } });
		expect(issuesOf(empty, false).map((issue) => issue.field)).toEqual(['kind', 'text', 'organisationType']);
		expect(issuesOf(empty, true).map((issue) => issue.field)).toEqual(['text', 'organisationType']);
	});

	it('is an identity number that has not been confirmed (domain G-03)', () => {
		const text = 'Ring 121212-1212';
		expect(issuesOf(fields({ text }), false).map((issue) => issue.field)).toEqual(['keepIdentityNumbers']);
		expect(issuesOf(fields({ text, keepIdentityNumbers: true }), false)).toEqual([]);
	});
});
