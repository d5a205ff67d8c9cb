import type { Finding, Level } from './finding.ts';

const LEVELS: readonly Level[] = ['ok', 'warning', 'error'];

/** One line for each finding, in columns, and one that sums up. */
export function readable(findings: readonly Finding[]): string {
	const width = Math.max(...findings.map(({ about }) => about.length));
	const lines = findings.map(({ about, level, says, mend }) => {
		const sentence = mend === undefined ? says : `${says}. ${mend}`;
		return `${level.padEnd(8)} ${about.padEnd(width)}  ${sentence.replaceAll(/\s*\n\s*/g, ' ')}`;
	});
	const counts = LEVELS.map((level) => `${findings.filter((finding) => finding.level === level).length} ${level}`);
	return [...lines, counts.join(', '), ''].join('\n');
}

export const machineReadable = (findings: readonly Finding[]): string =>
	JSON.stringify({ healthy: exitCodeOf(findings) === 0, findings }, null, '\t') + '\n';

/** 1 when something does not work. */
export const exitCodeOf = (findings: readonly Finding[]): 0 | 1 =>
	findings.some(({ level }) => level === 'error') ? 1 : 0;
