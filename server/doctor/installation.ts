import type { Config } from '#server/config.ts';
import { findingsAbout, type Finding } from './finding.ts';

/** What the scripts know of the installation: whether the pages are built, and from what lies here now. */
export type Installation = { nodeVersion: string; build: 'fresh' | 'stale' | 'absent' };

const OLDEST_NODE = 24;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

export function judgeNode({ nodeVersion }: Installation): Finding {
	const { ok, error } = findingsAbout('node');
	if (Number(nodeVersion.split('.')[0]) >= OLDEST_NODE) return ok(`version ${nodeVersion}`);
	return error(`version ${nodeVersion} is too old`, `Run it by npm start, or with Node ${OLDEST_NODE} or newer`);
}

export function judgeBuild({ build }: Installation): Finding {
	const { ok, warning, error } = findingsAbout('build');
	if (build === 'fresh') return ok('the pages are built from what lies here');
	if (build === 'absent') return error('the pages are not built', 'Run npm start, or npm run test:build');
	return warning(
		'the pages were built from something else than what lies here',
		'Run npm start, which builds them anew'
	);
}

/** `names` are the variables that are set. */
export function judgeConfiguration(names: readonly string[]): Finding {
	const { ok } = findingsAbout('configuration');
	return ok(names.length === 0 ? 'nothing is set: a first look on one machine' : `set: ${names.join(', ')}`);
}

/** How visitors reach us: without https everybody on the way reads along and cookies are not `Secure`. */
export function judgeOrigin({ origin, host, trustedProxies, secureCookies }: Config): Finding[] {
	const { ok, warning, error } = findingsAbout('origin');
	const local = LOOPBACK.has(new URL(origin).hostname);
	if (!secureCookies) {
		if (local && LOOPBACK.has(host)) return [ok(`${origin}, on this machine alone`)];
		const why = local ? `${origin} is the address, but HOST=${host} lets others in` : `${origin} is not https`;
		return [error(why, 'Put a proxy with https in front and set ORIGIN to its address')];
	}
	if (trustedProxies.length > 0) return [ok(`${origin}, behind ${trustedProxies.join(', ')}`)];
	const says = `${origin} needs a proxy in front, and no TRUSTED_PROXY is set: all visitors share one address and its limits`;
	return [warning(says, 'Set TRUSTED_PROXY to the address of the proxy')];
}
