import { createHash } from 'node:crypto';
import { refuse } from '#server/errors.ts';
import { accountIdOf, type Actor } from '#server/permissions/actor.ts';

const LENGTH = 22;

/**
 * Names whoever writes to the device they write on, so that what waits there for a connection is sent as nobody else.
 * Opens nothing and tells nothing; '' for a visitor.
 */
export function writerKey(actor: Actor): string {
	const accountId = accountIdOf(actor);
	if (accountId === null) return '';
	return createHash('sha256').update(`writer ${accountId}`).digest('base64url').slice(0, LENGTH);
}

/**
 * Refuses (`conflict`, field `writer`) what somebody else has written on this device. `said`: the key of whoever did,
 * null where the sender does not say.
 */
export function checkWriter(actor: Actor, said: string | null): void {
	if (said === null || said === writerKey(actor)) return;
	refuse(
		'conflict',
		'Det här skrevs av någon annan på den här enheten och skickas inte i ditt namn.',
		'Somebody else wrote this on this device, and it is not sent in your name.',
		'writer'
	);
}
