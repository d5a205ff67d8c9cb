import { POINT_IN_ADDRESS } from '#lib/protocol/addresses.ts';
import type { Panel } from './types.ts';

/** Query parameters of the reading page; the names are part of public addresses. */
export const QUERY = {
	version: 'version',
	comment: 'tyckTill',
	words: 'ord',
	reply: 'svara',
	report: 'anmal',
	correct: 'ratta',
	withdraw: 'taTillbaka',
	opened: 'visa',
	page: 'sida',
	point: POINT_IN_ADDRESS,
	receipt: 'kvittens',
	reported: 'anmald'
} as const;

/** Addresses say `hel` for the text as a whole. */
const WHOLE = 'hel';
const PLACE = /^[A-Za-z0-9_-]{1,64}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A place's key (`whole`, `gone` or a block id) as addresses write it. */
export const placeToAddress = (place: string): string => (place === 'whole' ? WHOLE : place);

/** The place that an address names, or null for what cannot be one. */
export function placeFromAddress(value: string | null): string | null {
	if (value === WHOLE) return 'whole';
	// Places become keys of objects; what every object has by itself is none.
	return value !== null && PLACE.test(value) && !(value in Object.prototype) ? value : null;
}

/** `12-57` as offsets; undefined for anything else. */
export function wordsFromText(value: string | null): { start: number; end: number } | undefined {
	const [, start, end] = /^(\d{1,6})-(\d{1,6})$/.exec(value ?? '') ?? [];
	if (start === undefined || end === undefined || Number(start) >= Number(end)) return undefined;
	return { start: Number(start), end: Number(end) };
}

export const isPointId = (value: string | null): value is string => value !== null && UUID.test(value);

const POINT_PANELS = ['reply', 'report', 'correct', 'withdraw'] as const;

/** The form that an address asks for: how everything works without JavaScript. */
export function panelFromAddress(query: URLSearchParams): Panel | null {
	const place = placeFromAddress(query.get(QUERY.comment));
	if (place !== null) return { kind: 'comment', place, words: wordsFromText(query.get(QUERY.words)) };
	for (const kind of POINT_PANELS) {
		const pointId = query.get(QUERY[kind]);
		if (isPointId(pointId)) return { kind, pointId };
	}
	return null;
}

/** The query of an address that opens a form, to put after `?`; keeps the version in view. */
export function panelQuery(panel: Panel, version: number | null): string {
	const query = new URLSearchParams();
	if (version !== null) query.set(QUERY.version, String(version));
	if (panel.kind === 'comment') query.set(QUERY.comment, placeToAddress(panel.place));
	else query.set(QUERY[panel.kind], panel.pointId);
	return query.toString();
}

/** Where a draft is kept and a form belongs: one per place, one per point answered or corrected. */
export const draftKey = (panel: Panel): string =>
	panel.kind === 'comment' ? panel.place : `${panel.kind}:${panel.pointId}`;
