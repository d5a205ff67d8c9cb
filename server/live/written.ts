/**
 * When something was written, as a device that had no connection then says it (milliseconds since 1970); null for what is no time and for what
 * has not been, since a clock that is wrong is worse than none. What came when is the server's own to say.
 */
export function writtenBefore(said: string, now: Date): Date | null {
	if (!/^\d{12,14}$/.test(said)) return null;
	const at = new Date(Number(said));
	return at <= now ? at : null;
}
