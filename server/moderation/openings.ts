import { roomName } from '#lib/protocol/rooms.ts';
import type { Feed } from '#server/feed/feed.ts';
import { accountIdOf, type Actor } from '#server/permissions/actor.ts';

type Opening = { accountId: string; name: string; dialogueId: string; until: number };

/** Which moderator has which point open, so that two do not decide on the same one. A hint, not a lock. */
export type Openings = {
	open(actor: Actor, dialogueId: string, pointId: string): void;
	close(actor: Actor, pointId: string): void;
	/** The colleague, never oneself. */
	of(pointId: string, viewer: Actor): { accountId: string; name: string } | null;
};

const LASTS_MS = 60_000;

/** Lives in memory and fades after a minute: a closed laptop must not keep a point from the others. */
export function createOpenings(feed: Feed, now: () => number = Date.now): Openings {
	const openings = new Map<string, Opening>();
	const tell = (opening: Opening, pointId: string, by: string | null) =>
		feed.publish({
			room: roomName('desk', opening.dialogueId),
			audience: 'moderators',
			event: { kind: 'being_moderated', pointId, by }
		});
	const release = (pointId: string) => {
		const opening = openings.get(pointId);
		if (opening === undefined) return;
		openings.delete(pointId);
		tell(opening, pointId, null);
	};
	return {
		open(actor, dialogueId, pointId) {
			if (actor.kind !== 'person') return;
			for (const [id, opening] of openings) {
				if (opening.accountId === actor.accountId && id !== pointId) release(id);
			}
			const opening = { accountId: actor.accountId, name: actor.name, dialogueId, until: now() + LASTS_MS };
			openings.set(pointId, opening);
			tell(opening, pointId, actor.name);
		},
		close(actor, pointId) {
			if (openings.get(pointId)?.accountId === accountIdOf(actor)) release(pointId);
		},
		of(pointId, viewer) {
			const opening = openings.get(pointId);
			if (opening === undefined || opening.until < now() || opening.accountId === accountIdOf(viewer)) return null;
			return { accountId: opening.accountId, name: opening.name };
		}
	};
}
