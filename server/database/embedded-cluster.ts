import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
	appendFileSync,
	chmodSync,
	chownSync,
	mkdirSync,
	renameSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { launch, readIfThere, type Programs, type RunAs } from './embedded-run.ts';

/** Where the pieces of one embedded database lie inside its data folder. */
export type Places = { dataDir: string; cluster: string; log: string; passwords: string };

/** `setup` is the superuser and is used for nothing else; `owner` migrates; `app` runs the application. */
export type Passwords = { setup: string; owner: string; app: string };

const MAJOR = '18';
const LOG_LIMIT_BYTES = 5_000_000;
const PasswordFile = v.object({ setup: v.string(), owner: v.string(), app: v.string() });

export const placesIn = (dataDir: string): Places => ({
	dataDir,
	cluster: join(dataDir, 'postgres'),
	log: join(dataDir, 'postgres.log'),
	passwords: join(dataDir, 'postgres-passwords.json')
});

/** The passwords of the three roles; null before the first start. */
export function passwordsIn(places: Places): Passwords | null {
	const known = readIfThere(places.passwords);
	return known === null ? null : v.parse(PasswordFile, JSON.parse(known));
}

/** Makes what the folder lacks: the folder itself, random passwords, a cluster. Returns the passwords. */
export async function ensureCluster(
	places: Places,
	programs: Programs,
	runAs: RunAs,
	durable: boolean
): Promise<Passwords> {
	const version = readIfThere(join(places.cluster, 'PG_VERSION'))?.trim() ?? null;
	const known = passwordsIn(places);
	if (version !== null && version !== MAJOR) {
		throw new Error(`${places.cluster} was made by Postgres ${version}, and this is ${MAJOR}. Move the folder away.`);
	}
	if (version !== null && known === null) {
		throw new Error(`${places.passwords} is missing, so nobody can open ${places.cluster}. Put it back.`);
	}
	const passwords = known ?? createPasswords(places);
	if (version === null) await initialise(places, programs, runAs, passwords.setup, durable);
	return passwords;
}

/** Open to pass through, so that the user `postgres` reaches its own folder; what lies inside is closed. */
export function ensureDataDir(places: Places): void {
	const made = mkdirSync(places.dataDir, { recursive: true });
	if (made !== undefined) chmodSync(places.dataDir, 0o711);
}

function createPasswords(places: Places): Passwords {
	const secret = () => randomBytes(24).toString('base64url');
	const passwords = { setup: secret(), owner: secret(), app: secret() };
	writeFileSync(places.passwords, JSON.stringify(passwords, null, '\t') + '\n', { mode: 0o600 });
	return passwords;
}

/** Into a folder of another name first: a start that is cut short leaves nothing that looks like a database. */
async function initialise(
	places: Places,
	programs: Programs,
	runAs: RunAs,
	password: string,
	durable: boolean
): Promise<void> {
	const unfinished = places.cluster + '.unfinished';
	const passwordFile = places.cluster + '.password';
	rmSync(unfinished, { recursive: true, force: true });
	mkdirSync(unfinished, { mode: 0o700 });
	writeFileSync(passwordFile, password + '\n', { mode: 0o600 });
	giveTo(runAs, unfinished, passwordFile);
	try {
		const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=sv-SE'];
		const access = ['--username=medskick_setup', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
		const command = [programs.initdb, '-D', unfinished, ...locale, ...access, '--no-instructions'];
		if (!durable) command.push('--no-sync');
		const [code] = await once(launch(runAs, command, places.log), 'exit');
		if (code !== 0) throw new Error(`Postgres could not make its folder. The reason is in ${places.log}`);
	} finally {
		rmSync(passwordFile, { force: true });
	}
	appendFileSync(join(unfinished, 'postgresql.conf'), "\ninclude_if_exists = 'medskick.conf'\n");
	renameSync(unfinished, places.cluster);
}

/**
 * Written before each start. Only 127.0.0.1, with passwords. The log holds no statement and no row: both may quote
 * what people wrote. `durable: false` is for tests, which may lose everything.
 */
export function writeSettings(places: Places, runAs: RunAs, port: number, durable: boolean): void {
	const settings = {
		port,
		listen_addresses: '127.0.0.1',
		unix_socket_directories: '',
		max_connections: 200,
		timezone: 'UTC',
		log_timezone: 'UTC',
		log_checkpoints: 'off',
		log_min_error_statement: 'panic',
		log_error_verbosity: 'terse',
		// No disk of today is four times slower at reading here and there; the default keeps small reads from indexes.
		random_page_cost: '1.1',
		...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' })
	};
	const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`);
	const file = join(places.cluster, 'medskick.conf');
	writeFileSync(file, lines.join('\n') + '\n', { mode: 0o600 });
	giveTo(runAs, file);
	shortenLog(places.log);
}

function shortenLog(path: string): void {
	if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) truncateSync(path);
}

function giveTo(runAs: RunAs, ...paths: string[]): void {
	if (runAs.uid === null || runAs.gid === null) return;
	for (const path of paths) chownSync(path, runAs.uid, runAs.gid);
}
