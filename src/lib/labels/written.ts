import { m } from '#lib/paraglide/messages.js';
import { dateTimeCompact } from '#lib/ui/format.ts';

/** `Skriven 2026-10-15 10.42, skickad 2026-10-15 10.53`, for what waited for a connection. */
export const writtenText = (writtenAt: string, sentAt: string): string =>
	m.point_written({ written: dateTimeCompact(writtenAt), sent: dateTimeCompact(sentAt) });
