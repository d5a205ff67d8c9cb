import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts the time of ended processes in hundredths of a second: there differences below 0.02 s mean nothing. */
const TICKS_PER_SECOND = 100;

/** @param {number | string} pid */
function statOf(pid) {
	try {
		// The name of the program stands in parentheses and may hold anything.
		const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
		const [own = 0, system = 0, ended = 0, endedSystem = 0] = fields.slice(11, 15).map(Number);
		return { parent: Number(fields[1]), ticks: own + system, ended: ended + endedSystem };
	} catch {
		return null;
	}
}

/**
 * Processor time of one process in seconds, children left out. By the nanosecond where the kernel keeps that count.
 * @param {number} pid
 */
export function ofProcess(pid) {
	try {
		const threads = readdirSync(`/proc/${pid}/task`);
		const times = threads.map((thread) =>
			Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
		);
		return times.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e9;
	} catch {
		return (statOf(pid)?.ticks ?? 0) / TICKS_PER_SECOND;
	}
}

/** A process and those it started. @param {number} pid */
export function familyOf(pid) {
	const everybody = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
	return [pid, ...everybody.map(Number).filter((other) => statOf(other)?.parent === pid)];
}

/**
 * Processor time of a process and those it started, the ones that have ended too, in seconds.
 * @param {number} pid
 */
export function ofFamily(pid) {
	const ended = (statOf(pid)?.ended ?? 0) / TICKS_PER_SECOND;
	return familyOf(pid).reduce((sum, member) => sum + ofProcess(member), ended);
}

/** Seconds that our process and Postgres have computed. @param {number} server @param {number} database */
export const computedBy = (server, database) => ({ server: ofProcess(server), database: ofFamily(database) });

/**
 * Share of all cores that was busy between two readings, whoever kept them busy: how calm the machine was.
 * @returns {() => number} from 0 to 1
 */
export function machineLoad() {
	const read = () => {
		const fields = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.trim().split(/\s+/).slice(1).map(Number) ?? [];
		const idle = (fields[3] ?? 0) + (fields[4] ?? 0);
		return { idle, all: fields.reduce((sum, ticks) => sum + ticks, 0) };
	};
	const before = read();
	return () => {
		const now = read();
		return 1 - (now.idle - before.idle) / Math.max(1, now.all - before.all);
	};
}

/**
 * Memory of a process now and at its highest, in MiB.
 * @param {number} pid
 */
export function memoryOf(pid) {
	try {
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		const read = (/** @type {RegExp} */ line) => Number(line.exec(status)?.[1] ?? 0) / 1024;
		return { now: read(/VmRSS:\s+(\d+)/), highest: read(/VmHWM:\s+(\d+)/) };
	} catch {
		return { now: 0, highest: 0 };
	}
}

/** Seconds that all cores together have been busy since the machine started, whoever kept them so. */
export function machineTime() {
	const fields = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.trim().split(/\s+/).slice(1).map(Number) ?? [];
	const [user = 0, nice = 0, system = 0, , , interrupts = 0, soft = 0] = fields;
	return (user + nice + system + interrupts + soft) / TICKS_PER_SECOND;
}
