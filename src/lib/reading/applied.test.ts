import { describe, expect, it } from 'vitest';
import type { PointView } from '#lib/protocol/points.ts';
import type { PointsOnVersion } from '#lib/protocol/reading.ts';
import { applied, type Sight } from './applied.ts';
import { withMore } from './points.ts';

const SIGHT: Sight = { versionId: 'v1', filter: {}, sectionOf: (blockId) => (blockId === 'p1' ? 'h1' : undefined) };
const NOTHING: PointsOnVersion = { total: 0, places: {}, sections: {}, marks: [], replies: {} };

function point(id: string, change: Partial<PointView> = {}): PointView {
	return {
		id,
		documentId: 'd1',
		parentId: null,
		kind: 'change',
		status: 'published',
		text: `Text ${id}`,
		masked: false,
		language: 'sv',
		sender: { kind: 'organisation', name: 'Kommunen', organisationType: 'municipality', count: 1 },
		place: {
			scope: 'words',
			blockId: 'p1',
			start: 5,
			end: 9,
			state: 'exact',
			quote: 'rent',
			sectionLabel: '',
			versionId: 'v1'
		},
		createdAt: `2026-10-01T10:00:0${id.length}.000Z`,
		changedAt: '2026-10-01T10:00:00.000Z',
		receivedAt: '2026-10-01T10:00:00.000Z',
		corrected: false,
		late: false,
		spoken: false,
		own: false,
		agreements: 0,
		agreed: false,
		replies: 0,
		assessment: null,
		...change
	};
}
const at = (start: number | null) =>
	({ ...point('x').place, start, end: start === null ? null : start + 2 }) as PointView['place'];
const publish = (points: PointsOnVersion, one: PointView, sight = SIGHT) =>
	applied(points, { kind: 'point_published', pointId: one.id, point: one }, sight);
const idsAt = (points: PointsOnVersion, place: string) => points.places[place]?.points.map((one) => one.id);

describe('news of points', () => {
	it('come in at their place in reading order, and are counted and marked', () => {
		let { points } = publish(NOTHING, point('b', { place: at(8) }));
		({ points } = publish(points, point('a', { place: at(2) })));
		({ points } = publish(points, point('whole block', { place: at(null) })));
		expect(idsAt(points, 'p1')).toEqual(['a', 'b', 'whole block']);
		expect(points).toMatchObject({ total: 3, sections: { h1: 3 } });
		expect(points.marks.map((mark) => mark.pointId)).toEqual(['b', 'a']);
	});

	it('count once, however often they arrive', () => {
		const once = publish(NOTHING, point('a'));
		const twice = publish(once.points, point('a', { text: 'Rättad' }));
		expect([once.fresh, twice.fresh]).toEqual(['a', null]);
		expect(twice.points.total).toBe(1);
		expect(twice.points.places.p1?.points[0]?.text).toBe('Rättad');
	});

	it('for everybody leave what is the reader’s own as it was', () => {
		const { points } = publish(NOTHING, point('a', { own: true, agreed: true, reference: 'MS-1' }));
		const after = publish(points, point('a', { status: 'published' })).points.places.p1?.points[0];
		expect(after).toMatchObject({ own: true, agreed: true, reference: 'MS-1' });
	});

	it('about words of another version ask the server where they stand here', () => {
		const other = point('a', { place: { ...(at(1) as NonNullable<PointView['place']>), versionId: 'v0' } });
		expect(publish(NOTHING, other)).toEqual({ points: NOTHING, fresh: null, stale: true });
	});

	it('that the reader’s filter leaves out stay out', () => {
		const filtered = { ...SIGHT, filter: { kind: 'question' as const } };
		expect(publish(NOTHING, point('a'), filtered).points.total).toBe(0);
	});

	it('take away what may not be seen any more, with its words', () => {
		const { points } = publish(NOTHING, point('a'));
		const after = applied(points, { kind: 'point_unpublished', pointId: 'a' }, SIGHT).points;
		expect(JSON.stringify(after)).not.toContain('Text a');
		expect(after).toMatchObject({ total: 0, sections: { h1: 0 }, marks: [] });
	});

	it('leave a trace without words where replies hang on it', () => {
		let { points } = publish(NOTHING, point('a'));
		points = applied(
			points,
			{ kind: 'reply_published', pointId: 'a', replyId: 'r', reply: point('r', { parentId: 'a' }) },
			SIGHT
		).points;
		expect(points.places.p1?.points[0]?.replies).toBe(1);
		const after = applied(points, { kind: 'point_unpublished', pointId: 'a' }, SIGHT).points;
		expect(after.places.p1?.points[0]).toMatchObject({ tombstone: true, text: '', sender: { name: '' } });
		expect(after.total).toBe(0);
		expect(applied(after, { kind: 'point_unpublished', pointId: 'a' }, SIGHT).points.total).toBe(0);
	});

	it('change only the place they concern, so that nothing else is drawn again', () => {
		let { points } = publish(NOTHING, point('a'));
		({ points } = publish(
			points,
			point('b', { place: { ...(at(1) as NonNullable<PointView['place']>), blockId: 'p2' } })
		));
		const after = applied(points, { kind: 'agreement_changed', pointId: 'a', count: 4 }, SIGHT).points;
		expect(after.places.p1?.points[0]?.agreements).toBe(4);
		expect(after.places.p2).toBe(points.places.p2);
	});

	it('that are not what they should be change nothing', () => {
		expect(applied(NOTHING, { kind: 'point_published', pointId: 'a', point: 'junk' }, SIGHT).points).toBe(NOTHING);
	});

	it('do not come twice when more of a place is fetched', () => {
		const { points } = publish(NOTHING, point('a'));
		const more = withMore(points, 'p1', { count: 2, points: [point('a'), point('b')], replies: {} });
		expect(idsAt(more, 'p1')).toEqual(['a', 'b']);
		expect(more.places.p1?.count).toBe(2);
	});
});
