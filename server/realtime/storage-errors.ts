/** Classes of SQLSTATE that no repetition cures: data, constraint, limits of the program. */
const PERMANENT = ['22', '23', '54'];

/**
 * What may pass (connection lost, restart, disk full, too many connections, read-only during a failover) and
 * everything unknown is tried again; only what the database rejects because of the rows themselves is not.
 */
export function isPermanent(error: unknown): boolean {
	const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
	return /^[0-9A-Z]{5}$/.test(code) && PERMANENT.includes(code.slice(0, 2));
}
