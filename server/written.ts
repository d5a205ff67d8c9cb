const MINUTE_MS = 60_000;
/** How long something may have waited for a connection and still count as written in time. */
const WAITS_AT_MOST_MS = 30 * MINUTE_MS;
/** A device that says more than that has no idea. */
const KNOWN_MS = 30 * 24 * 60 * MINUTE_MS;
/** What took no longer came at once, as far as anybody cares. */
const AT_ONCE_MS = MINUTE_MS;

/** What a device says of an input, by its own clock: when it was written, and when it was sent. ISO 8601. */
export type Said = { writtenAt: string | null; sentAt: string | null };

/**
 * When an input was written, by the server's clock: as long ago as the device says that it waited, whatever the
 * device takes the time for. Null where it says nothing, or what cannot be.
 */
export function writtenMoment({ writtenAt, sentAt }: Said, now: Date): Date | null {
	if (writtenAt === null) return null;
	const sent = sentAt === null ? now.getTime() : Date.parse(sentAt);
	const waited = sent - Date.parse(writtenAt);
	return waited >= 0 && waited <= KNOWN_MS ? new Date(now.getTime() - waited) : null;
}

/**
 * Was it written before the time was out, and has it come soon enough after that to be believed? A device can say what
 * it likes of its own clock: what is taken on its word alone is marked as late, and only for half an hour.
 */
export const writtenInTime = (written: Date | null, closedAt: Date, now: Date): boolean =>
	written !== null && written <= closedAt && now.getTime() - closedAt.getTime() <= WAITS_AT_MOST_MS;

/** When it was written, ISO 8601, where it came noticeably later; else undefined. */
export const writtenApart = (written: Date | null, received: Date): string | undefined =>
	written !== null && received.getTime() - written.getTime() > AT_ONCE_MS ? written.toISOString() : undefined;
