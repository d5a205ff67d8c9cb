import type { Break } from '#server/audit/verify.ts';
import { countOf, findingsAbout, sizeOf, type Finding } from './finding.ts';

/** Is there a process at work on this database, and what does its readiness say? null: nobody answers there. */
export type ServerFacts = { connected: boolean; ready: Record<string, unknown> | 'stranger' | null; address: string };

export function judgeServer({ connected, ready, address }: ServerFacts): Finding {
	const { ok, warning } = findingsAbout('server');
	if (ready === 'stranger') return warning(`another program answers on ${address}`, 'Stop it, or choose another PORT');
	if (ready === null) {
		return ok(
			connected ? 'a process works on this database, on another address' : `nobody answers on ${address}; not started`
		);
	}
	if (ready.ready === true) return ok(`runs on ${address} and is ready`);
	const lacking = Object.keys(ready).filter((name) => name !== 'ready' && ready[name] !== true);
	return warning(
		`runs on ${address} and is not ready: ${lacking.join(', ')}`,
		'Wait a moment; if it stays so, read its log'
	);
}

/** Jobs in the queue. Ages are in seconds; 0 when there is none. */
export type JobFacts = { failed: number; failedTasks: readonly string[]; oldestWaiting: number; oldestTaken: number };

const STUCK_SECONDS = 600;
const TAKEN_SECONDS = 3_600;

/** What waits while nobody works is no fault. */
export function judgeJobs({ failed, failedTasks, oldestWaiting, oldestTaken }: JobFacts, running: boolean): Finding[] {
	const { ok, warning, error } = findingsAbout('jobs');
	const minutes = (seconds: number) => `${Math.round(seconds / 60)} min`;
	const found: Finding[] = [];
	if (running && oldestWaiting > STUCK_SECONDS) {
		found.push(
			error(
				`one has been due for ${minutes(oldestWaiting)} and nobody takes it`,
				'Start Medskick anew and read its log'
			)
		);
	}
	if (oldestTaken > TAKEN_SECONDS) {
		const says = `one has been taken for ${minutes(oldestTaken)}: its process may be gone`;
		found.push(warning(says, 'Start Medskick anew; a lock four hours old is given up'));
	}
	if (failed > 0) {
		const says = `${countOf(failed, 'job')} used up all attempts (${failedTasks.join(', ')})`;
		found.push(warning(says, 'Read the log; letters can be sent again from the outbox'));
	}
	return found.length > 0 ? found : [ok('none failed, none stuck')];
}

/** `fault`: the first link that does not hold. `unsealed`: events older than ten minutes that wait for their seal. */
export type AuditFacts = {
	chains: number;
	links: number;
	whole: boolean;
	fault: { chain: string; ordinal: number; why: Break } | null;
	unsealed: number;
};

export function judgeAudit({ chains, links, whole, fault, unsealed }: AuditFacts, running: boolean): Finding[] {
	const { ok, warning, error } = findingsAbout('audit');
	const found: Finding[] = [];
	if (fault !== null) {
		const says = `chain ${fault.chain} breaks at ${fault.ordinal} (${fault.why.replace('_', ' ')})`;
		found.push(
			error(says, 'Somebody changed the trail: keep the database as it is, and compare it with a backup and the log')
		);
	}
	if (running && unsealed > 0) {
		found.push(warning(`${countOf(unsealed, 'event')} should have been sealed by now`, 'Look at the jobs above'));
	}
	const scope = whole ? 'from the first link' : 'the newest links of each; --deep checks all';
	return found.length > 0 ? found : [ok(`${countOf(chains, 'chain')} intact (${countOf(links, 'link')}, ${scope})`)];
}

/** Bytes. `free` is null where the database lies elsewhere. */
export type DiskFacts = { folder: string; free: number | null; total: number; database: number | null };

const GIGABYTE = 1_000_000_000;

export function judgeDisk({ folder, free, total, database }: DiskFacts): Finding {
	const { ok, warning, error } = findingsAbout('disk');
	const size = database === null ? '' : `; the database takes ${sizeOf(database)}`;
	if (free === null) return ok(`the database lies elsewhere${size}; watch its disk there`);
	const says = `${sizeOf(free)} of ${sizeOf(total)} free where ${folder} lies${size}`;
	const mend = 'Make room: when the disk is full nothing can be saved';
	if (free < GIGABYTE / 4) return error(says, mend);
	return free < 2 * GIGABYTE || free < total / 20 ? warning(says, mend) : ok(says);
}

/** `said` is what the mail server, or the way to it, answered; null when it let us in. */
export type MailFacts = { host: string; said: string | null; encrypted: boolean; from: string };

export function judgeMail(facts: MailFacts | null): Finding[] {
	const { ok, warning, error } = findingsAbout('mail');
	if (facts === null) {
		return [
			warning('no SMTP_URL is set: letters wait in the outbox', 'Set SMTP_URL, or read the outbox in the workspace')
		];
	}
	const { host, said, encrypted, from } = facts;
	if (said !== null)
		return [error(`${host} did not let us in: ${said}`, 'Check the address, user and password in SMTP_URL')];
	const found: Finding[] = [];
	if (!encrypted)
		found.push(warning(`the way to ${host} is not encrypted`, 'Use smtps://, or a server that offers STARTTLS'));
	if (from.endsWith('@localhost>')) {
		found.push(warning(`the sender is ${from}, which many refuse`, 'Set MAIL_FROM to an address of your own'));
	}
	return found.length > 0 ? found : [ok(`${host} lets us in; nothing was sent`)];
}
