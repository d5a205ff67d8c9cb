import { leaves } from '#lib/document/outline.ts';
import type { TextContent } from '#lib/document/blocks.ts';
import type { PlaceBeside, PointBeside, PointsBeside } from '#lib/editing/index.ts';
import type { PointView } from '#lib/protocol/points.ts';
import { excerpt } from '#lib/ui/format.ts';
import type { DocumentHead } from '#server/documents/types.ts';

const PER_PLACE = 20;
const LABEL_LENGTH = 70;
const POINT_LENGTH = 400;

/** Where the published and held points of the latest version stand in the living text, in reading order. */
export async function pointsBeside(
	{ app, actor }: App.Locals,
	document: DocumentHead,
	living: { content: TextContent; state: Uint8Array; epoch: string }
): Promise<PointsBeside> {
	if (document.latest === null) return null;
	const { documentId, latest } = document;
	const inView = {
		documentId,
		versionId: latest.versionId,
		content: living.content,
		otherThanKept: { yjs: living }
	};
	const { total, places } = await app.submissions.onVersion(actor, inView, { perPlace: PER_PLACE });
	const labels = new Map(leaves(living.content).map((leaf) => [leaf.blockId, excerpt(leaf.plain, LABEL_LENGTH)]));
	const order = ['whole', ...labels.keys(), 'gone'];
	const found = order.flatMap((place): PlaceBeside[] => {
		const here = places[place];
		const points = here?.points.filter(isOpen).map(beside) ?? [];
		if (here === undefined || points.length === 0) return [];
		const held = points.filter((point) => point.held).length;
		return [{ place, label: labels.get(place) ?? '', count: Math.max(points.length, countOpen(here)), held, points }];
	});
	return { total, places: found };
}

const isOpen = ({ status }: PointView): boolean => status === 'published' || status === 'held';

/** Beyond the first ones only their number is known, whatever became of them. */
const countOpen = ({ count, points }: { count: number; points: PointView[] }): number =>
	count - points.filter((point) => !isOpen(point) && point.tombstone !== true).length;

const beside = ({ id, kind, status, text, sender }: PointView): PointBeside => ({
	id,
	kind,
	held: status === 'held',
	text: excerpt(text, POINT_LENGTH),
	sender: sender.name
});
