import { text } from './action.server.ts';
import type { FilledRows } from './fields.ts';

/**
 * A form of numbered rows, as `FormRows` shows it: `item-0-title` is the title of the first row of items. A row is
 * there when it has a title; one that is new and has something of `begun` but no title is only half written.
 */
export type RowsOf<Part extends string> = {
	prefix: string;
	parts: readonly Part[];
	begun: readonly Part[];
	/** How many of them a form may hold; what comes after is not read. */
	most: number;
};

const EMPTY_ROWS = 3;

/** Rows as a form shows them, with empty ones for more. */
export function filledRows<Part extends string>(
	{ prefix, parts }: RowsOf<Part>,
	rows: readonly Record<Part, string>[]
): FilledRows {
	const current = rows.flatMap((row, at) => parts.map((part) => [`${prefix}-${at}-${part}`, row[part]] as const));
	return { rows: rows.length + EMPTY_ROWS, filled: rows.length, current: Object.fromEntries(current) };
}

/**
 * Rows without a title are left out and the others numbered anew, so that what is refused points at the right row. To
 * empty the title of a row is to take it away.
 */
export function withoutEmptyRows(form: FormData, { prefix, parts, begun, most }: RowsOf<string>): FormData {
	const kept = new FormData();
	const filled = Number(text(form, 'filled'));
	const has = (row: number, part: string) => text(form, `${prefix}-${row}-${part}`).trim() !== '';
	const rows = Array.from({ length: most }, (_, row) => row).filter(
		(row) => has(row, 'title') || (row >= filled && begun.some((part) => has(row, part)))
	);
	kept.set('seen', text(form, 'seen'));
	kept.set('filled', String(rows.filter((row) => row < filled).length));
	rows.forEach((row, position) => {
		for (const part of parts) kept.set(`${prefix}-${position}-${part}`, text(form, `${prefix}-${row}-${part}`));
	});
	return kept;
}

/** The rows of a form that `withoutEmptyRows` has gone through. */
export function rowsIn<Part extends string>(form: FormData, { prefix, parts }: RowsOf<Part>): Record<Part, string>[] {
	const count = [...form.keys()].filter((name) => name.endsWith('-title')).length;
	return Array.from({ length: count }, (_, row) => {
		const words = parts.map((part) => [part, text(form, `${prefix}-${row}-${part}`)]);
		return Object.fromEntries(words) as Record<Part, string>;
	});
}
