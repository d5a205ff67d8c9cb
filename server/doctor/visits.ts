import { statfs } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Config } from '#server/config.ts';
import { scrubText } from '#server/log.ts';
import type { DiskFacts, MailFacts, ServerFacts } from './work.ts';

// What lies outside the database: each visit looks and leaves everything as it was.

const SERVER_MS = 3_000;
const MAIL_MS = 10_000;

/** Asks a Medskick that may run here whether it is ready. */
export async function visitServer({ host, port }: Config, connected: boolean): Promise<ServerFacts> {
	const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
	const address = `http://${name}:${port}`;
	if (port === 0) return { connected, ready: null, address };
	try {
		const response = await fetch(`${address}/halsa/redo`, { signal: AbortSignal.timeout(SERVER_MS) });
		return { connected, ready: readinessIn(await response.text()), address };
	} catch {
		return { connected, ready: null, address };
	}
}

function readinessIn(text: string): ServerFacts['ready'] {
	try {
		const answer: unknown = JSON.parse(text);
		return typeof answer === 'object' && answer !== null && 'ready' in answer ? { ...answer } : 'stranger';
	} catch {
		return 'stranger';
	}
}

/** Free space where `folder` lies or, before it is made, will lie. */
export async function visitDisk(folder: string): Promise<Pick<DiskFacts, 'free' | 'total'>> {
	let there = folder;
	while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
	const { bavail, blocks, bsize } = await statfs(there);
	return { free: bavail * bsize, total: blocks * bsize };
}

/** Connects, encrypts and signs in as for a letter, and leaves without one. Null when no mail server is configured. */
export async function visitMail({ smtpUrl, mailFrom }: Config): Promise<MailFacts | null> {
	if (smtpUrl === null) return null;
	const { protocol, hostname, host } = new URL(smtpUrl);
	const said = await knock(smtpUrl, false);
	const near = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
	const encrypted = protocol === 'smtps:' || near || (said === null && (await knock(smtpUrl, true)) === null);
	return { host, said, encrypted, from: mailFrom };
}

/** What went wrong, in the server's words as far as they may be shown; null when we were let in. */
async function knock(url: string, requireTLS: boolean): Promise<string | null> {
	const transport = createTransport({
		url,
		requireTLS,
		connectionTimeout: MAIL_MS,
		greetingTimeout: MAIL_MS,
		socketTimeout: MAIL_MS
	});
	try {
		await transport.verify();
		return null;
	} catch (error) {
		return scrubText(error instanceof Error ? error.message : String(error));
	} finally {
		transport.close();
	}
}
