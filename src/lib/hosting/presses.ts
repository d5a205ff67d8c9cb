import type { Press } from '#lib/protocol/hosting.ts';

/** `moment` in milliseconds since 1970. */
export const pressOf = (participantId: string, present: boolean, moment: number): Press => ({
	participantId,
	present,
	at: new Date(moment).toISOString()
});

/** What an earlier page of this tab could not send. */
export function kept(stored: string | null): Press[] {
	try {
		const read: unknown = JSON.parse(stored ?? '[]');
		return Array.isArray(read) ? read.filter(isPress) : [];
	} catch {
		return [];
	}
}

const isPress = (value: unknown): value is Press =>
	typeof value === 'object' &&
	value !== null &&
	'participantId' in value &&
	typeof value.participantId === 'string' &&
	'present' in value &&
	typeof value.present === 'boolean' &&
	'at' in value &&
	typeof value.at === 'string';
