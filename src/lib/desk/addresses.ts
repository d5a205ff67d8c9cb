import { type Queue, QUEUES } from '#lib/protocol/desk.ts';

/** The queues as the address calls them. */
const SLUGS: Record<Queue, string> = {
	waiting: 'vantar',
	attention: 'behover-ses',
	security: 'sakerhet',
	published: 'visas',
	declined: 'visas-inte',
	all: 'alla'
};

/** What of the desk an address shows. `decision` is the one just made, which can be undone. */
export type DeskAddress = {
	queue: Queue;
	words: string;
	document: string;
	consultation: string;
	mine: boolean;
	page: number;
	pointId: string | null;
	decision: string | null;
};

const LAST_PAGE = 100_000;

/** What an address asks for; what it says wrongly counts as not said. */
export function readAddress(params: URLSearchParams): DeskAddress {
	const page = Number(params.get('sida') ?? 1);
	return {
		queue: QUEUES.find((queue) => SLUGS[queue] === params.get('ko')) ?? 'waiting',
		words: (params.get('q') ?? '').toWellFormed().replaceAll('\u0000', '').trim().slice(0, 200).toWellFormed(),
		document: params.get('underlag') ?? '',
		consultation: params.get('samrad') ?? '',
		mine: params.get('mina') === 'ja',
		page: Number.isInteger(page) && page >= 1 && page <= LAST_PAGE ? page : 1,
		pointId: params.get('synpunkt') || null,
		decision: params.get('beslut') || null
	};
}

/** The address of a part of the desk, with `?`. `readAddress` reads it back to the same. */
export function deskQuery(address: DeskAddress): string {
	const params = new URLSearchParams({ ko: SLUGS[address.queue] });
	if (address.words !== '') params.set('q', address.words);
	if (address.document !== '') params.set('underlag', address.document);
	if (address.consultation !== '') params.set('samrad', address.consultation);
	if (address.mine) params.set('mina', 'ja');
	if (address.page > 1) params.set('sida', String(address.page));
	if (address.pointId !== null) params.set('synpunkt', address.pointId);
	if (address.decision !== null) params.set('beslut', address.decision);
	return `?${params}`;
}

export const queueSlug = (queue: Queue): string => SLUGS[queue];

/** Is anything but the queue itself chosen? */
export const isFiltered = (address: DeskAddress): boolean =>
	address.words !== '' || address.document !== '' || address.consultation !== '' || address.mine;
