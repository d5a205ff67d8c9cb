import { createContext } from 'svelte';
import type { FeedEvent } from '#lib/protocol/events.ts';
import type { PointView } from '#lib/protocol/points.ts';
import type { PointsOnVersion } from '#lib/protocol/reading.ts';
import { applied, changed } from './applied.ts';
import type { Returned } from './form-state.svelte.ts';
import type { IslandProps } from './island-props.ts';
import { Live } from './live.svelte.ts';
import { LivingText } from './living-text.svelte.ts';
import { fetchLatest, type More } from './more.ts';
import { namePlaces } from './places.ts';
import { tellKeeper } from './tell-keeper.ts';
import { findPoint, keepingMore, placeOf, withMore } from './points.ts';
import type { LatestData, Panel, ReadingData } from './types.ts';
import type * as parts from './writing.ts';
import type { WritingState } from './writing-state.svelte.ts';

/** How the page is laid out; `plain` until the browser's script runs, and for good without it. */
export type Layout = 'plain' | 'phone' | 'middle' | 'wide';

/** What was public until now may not be any more. */
const TAKES_AWAY = /unpublished|unshared|(?:point|reply)_changed/;

/** The module with everything for writing. */
export type WritingParts = typeof parts;

export type ReadingDeps = {
	page: IslandProps;
	/** The parts for writing, where the page came with them. */
	parts: WritingParts | null;
	/** Loads the whole page again: for news that change more than points. */
	reload(): void;
	onNews(count: number): void;
};

/**
 * What one reader sees of one version: the server's data, with the news that came since on top of it. The version in
 * view stays the same until the reader asks for another.
 */
export class ReadingState {
	readonly #deps: ReadingDeps;
	readonly live = new Live();
	/** For those who write; fetched by `prepare`. */
	parts: WritingParts | null = $state.raw(null);
	writing: WritingState | null = $state.raw(null);
	/** The parts for writing could not be fetched. */
	unprepared = $state(false);
	#preparing: Promise<boolean> | null = null;
	layout: Layout = $state('plain');
	/** The one form that is open. Only the reader opens and closes it. */
	panel: Panel | null = $state.raw(null);
	/** The point in focus; its words are highlighted more strongly. */
	active: string | null = $state(null);
	/** The place whose points are pulled level with their words; only what the reader asks for moves anything. */
	anchor: string | null = $state(null);
	/** The place whose points are in the sheet, on a phone. */
	sheet: string | null = $state(null);
	/** Points that came while the page was open and have not been looked at. */
	fresh: readonly string[] = $state.raw([]);
	newVersion = $state(false);
	living: LivingText | null = $state.raw(null);

	#presses = 0;
	/** What was fetched since the page was loaded. */
	#latest: Partial<LatestData> = $state.raw({});
	data: ReadingData = $derived.by(() => ({ ...this.#deps.page.data, ...this.#latest }));
	points: PointsOnVersion = $derived.by(() => this.data.points);
	content = $derived.by(() => this.living?.content ?? this.data.content);
	names = $derived.by(() => namePlaces(this.content));

	constructor(deps: ReadingDeps) {
		this.#deps = deps;
		this.panel = deps.page.data.panel;
		if (deps.parts !== null) this.#equip(deps.parts);
	}

	/** The page's address without query, in its language. */
	get path(): string {
		return this.#deps.page.path;
	}

	/** What a form that was sent without JavaScript got back. */
	get returned(): Returned | null {
		return this.#deps.page.returned;
	}

	get documentId(): string {
		return this.#deps.page.data.document.id;
	}

	/** The version that points are made on: of a text shared live, the one that was frozen when it was opened. */
	get versionId(): string {
		return this.data.shared?.versionId ?? this.data.version.id;
	}

	get panelPoint(): PointView | null {
		const { panel } = this;
		if (panel === null || panel.kind === 'comment') return null;
		return findPoint(this.points, panel.pointId) ?? this.data.panelPoint;
	}

	/** Fetches what writing takes, once; false where that does not work now. */
	prepare(): Promise<boolean> {
		if (this.parts !== null) return Promise.resolve(true);
		return (this.#preparing ??= import('./writing.ts').then(
			(parts) => (this.#equip(parts), true),
			() => ((this.#preparing = null), (this.unprepared = true), false)
		));
	}

	async open(panel: Panel | null): Promise<void> {
		if (panel !== null && !(await this.prepare())) return;
		this.panel = panel;
		if (panel?.kind === 'comment' && this.layout === 'phone') this.sheet = panel.place;
	}

	/** On a phone: the points of a place in a sheet over the text. */
	async showSheet(place: string): Promise<boolean> {
		const ready = await this.prepare();
		if (!ready) return false;
		if (this.panel?.kind === 'comment' && this.panel.place !== place) this.panel = null;
		this.sheet = place;
		return ready;
	}

	/** Brings a point beside its words; on a phone, into the sheet. */
	pull(point: PointView): void {
		this.active = point.id;
		this.anchor = placeOf(point);
		if (this.layout === 'phone') void this.showSheet(this.anchor);
	}

	/** The server has these points of the reader's own, whom it knows as `writerKey` from now on. */
	received(own: readonly string[], asNewGuest: boolean, writerKey = this.data.writerKey): void {
		this.#latest = { ...this.#latest, writerKey, points: this.points };
		this.fresh = this.fresh.filter((id) => !own.includes(id));
		if (asNewGuest) this.live.restart();
		void this.refresh();
	}

	hear(events: readonly FeedEvent[]): void {
		const { filter } = this.data;
		const sight = { versionId: this.versionId, filter, sectionOf: (id: string) => this.names.get(id)?.sectionId };
		const came: string[] = [];
		let stale = false;
		for (const event of events) {
			this.#hearOfPage(event);
			const outcome = applied(this.points, event, sight);
			this.points = outcome.points;
			stale ||= outcome.stale || event.kind === 'consultation_changed';
			if (outcome.fresh !== null) came.push(outcome.fresh);
		}
		if (stale) void this.refresh();
		if (came.length > 0) this.#tell(came);
	}

	/** Follows the text while it is shared live. */
	follow(): void {
		this.living = new LivingText();
		void this.living.start(this.data.document.id);
	}

	/** Shows everything that is new; returns the first of it in reading order. */
	reveal(): PointView | undefined {
		const order = [...this.names.keys(), 'whole', 'gone'];
		const first = order
			.flatMap((place) => this.points.places[place]?.points ?? [])
			.find(({ id }) => this.fresh.includes(id));
		this.fresh = [];
		if (first !== undefined) this.pull(first);
		return first;
	}

	/** Asks the server what is true now; `whole` forgets what was fetched beyond the first points of each place. */
	async refresh(whole = false): Promise<void> {
		const before = this.#presses;
		const latest = await fetchLatest(this.data);
		if (latest === null) return;
		// What was pressed meanwhile is newer than this answer.
		if (before !== this.#presses) return this.refresh(whole);
		this.#compare(latest);
		const points = whole ? latest.points : keepingMore(latest.points, this.points);
		this.#latest = { ...latest, points };
	}

	addMore(place: string, more: More): void {
		this.points = withMore(this.points, place, more);
	}

	setAgreement(pointId: string, agreed: boolean, agreements: number): void {
		this.#presses++;
		this.points = changed(this.points, pointId, (point) => ({ ...point, agreed, agreements }));
	}

	/** News that nobody told this page: it was away when the text was shared, or a version was published. */
	#compare({ latestNumber, sharedVersionId }: LatestData): void {
		if (latestNumber > this.data.latestNumber) this.newVersion = true;
		if (sharedVersionId !== this.data.sharedVersionId) this.#deps.reload();
	}

	#hearOfPage(event: FeedEvent): void {
		if (event.kind === 'version_published') this.newVersion = true;
		if (TAKES_AWAY.test(event.kind)) tellKeeper({ kind: 'check', all: false });
		if (event.kind === 'text_shared' || event.kind === 'text_unshared') this.#deps.reload();
	}

	#tell(came: readonly string[]): void {
		this.fresh = [...this.fresh, ...came];
		this.#deps.onNews(this.fresh.length);
	}

	#equip(parts: WritingParts): void {
		this.unprepared = false;
		this.parts = parts;
		this.writing = new parts.WritingState(this);
	}
}

export const [useReading, provideReading] = createContext<ReadingState>();
