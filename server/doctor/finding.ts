/** `error`: it does not work, or something was lost or tampered with. `warning`: it works, and somebody should know. */
export type Level = 'ok' | 'warning' | 'error';

/** One thing that was looked at. `mend` says what to do, wherever there is something to do. */
export type Finding = { about: string; level: Level; says: string; mend?: string };

/** Findings about one thing. */
export const findingsAbout = (about: string) => ({
	ok: (says: string): Finding => ({ about, level: 'ok', says }),
	warning: (says: string, mend: string): Finding => ({ about, level: 'warning', says, mend }),
	error: (says: string, mend: string): Finding => ({ about, level: 'error', says, mend })
});

/** `3 jobs`, `1 job`. */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** `1.5 GB`; steps of 1,000. */
export function sizeOf(bytes: number): string {
	const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
	const value = bytes / 1_000 ** step;
	return `${step === 0 || value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${UNITS[step] ?? ''}`;
}
