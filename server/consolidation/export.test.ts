import { describe, expect, it } from 'vitest';
import type { ConsolidatedPoint } from '#lib/protocol/consolidation.ts';
import { COLUMNS, toCsv, type Labels } from './export.ts';

const labels: Labels = {
	columns: Object.fromEntries(COLUMNS.map((column) => [column, column])) as Labels['columns'],
	kind: (code) => code,
	outcome: (code) => code,
	organisationType: (code) => code,
	status: (code) => code,
	sender: (point) => point.sender.name,
	dateTime: (iso) => iso,
	yes: 'Ja'
};

const row = (text: string, name = 'Kommunen'): ConsolidatedPoint => ({
	point: {
		id: 'p1',
		documentId: null,
		parentId: null,
		kind: 'change',
		status: 'published',
		text,
		masked: false,
		language: 'sv',
		sender: { kind: 'organisation', name, organisationType: 'municipality', count: 1 },
		place: null,
		createdAt: '2026-09-01T10:00:00Z',
		changedAt: '2026-09-01T10:00:00Z',
		receivedAt: '2026-09-01T10:00:00Z',
		corrected: false,
		late: false,
		spoken: false,
		own: false,
		agreements: 0,
		agreed: false,
		replies: 0,
		assessment: null
	},
	areaCode: 'ENE',
	areaName: 'Hållbar energi',
	documentTitle: '',
	documentSlug: null,
	consultationTitle: '',
	submissionKind: 'comment',
	channel: 'web',
	recordNumber: '',
	change: null,
	draft: null
});

describe('a table for a spreadsheet in a Swedish locale', () => {
	it('begins with a byte order mark, so that å, ä and ö are read as such, and is divided by semicolons', () => {
		const csv = toCsv([], labels);
		expect([...new TextEncoder().encode(csv).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
		expect(csv).toBe(`\u{feff}${COLUMNS.join(';')}\r\n`);
	});

	it('keeps semicolons, quotes and line breaks inside their cell', () => {
		const csv = toCsv([row('Ett; två\n”tre” och "fyra"')], labels);
		expect(csv).toContain(';"Ett; två\n”tre” och ""fyra""";');
		expect(csv.split('\r\n')).toHaveLength(3);
	});

	it.each(['=1+1', '+46', '-2', '@sum', '\tx', '\rx', '=HYPERLINK("http://x")'])(
		'gives %j to be read and not to be calculated',
		(text) => expect(toCsv([row(text)], labels)).toMatch(new RegExp(`;"?'${RegExp.escape(text[0] ?? '')}`))
	);

	it('does so in every cell that somebody else wrote', () => {
		expect(toCsv([row('x', '=cmd|calc')], labels)).toContain(`;'=cmd|calc;`);
	});

	it('holds one line for each point, in their order', () => {
		const csv = toCsv([row('först'), row('sedan')], labels);
		expect(csv.indexOf('först')).toBeLessThan(csv.indexOf('sedan'));
		expect(csv.trimEnd().split('\r\n')).toHaveLength(3);
	});
});
