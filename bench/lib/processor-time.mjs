import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts a process's time in hundredths of a second: differences below 0.02 s mean nothing. */
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
 * Processor time of one process in seconds, children left out.
 * @param {number} pid
 */
export const ofProcess = (pid) => (statOf(pid)?.ticks ?? 0) / TICKS_PER_SECOND;

/**
 * Processor time of a process and those it started, the ones that have ended too, in seconds.
 * @param {number} pid
 */
export function ofFamily(pid) {
	const everybody = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
	const children = everybody.filter((other) => statOf(other)?.parent === pid);
	const ended = (statOf(pid)?.ended ?? 0) / TICKS_PER_SECOND;
	return children.reduce((sum, child) => sum + ofProcess(Number(child)), ofProcess(pid) + ended);
}

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
