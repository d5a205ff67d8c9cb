import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)');

/** Text on a ground needs 4.5:1, what only has to be seen (borders, rings, lines under words) 3:1 (WCAG 1.4.3, 1.4.11). */
const TEXT = [
	['ink', 'paper'],
	['ink', 'surface'],
	['ink', 'tint'],
	['ink', 'mark'],
	['ink', 'mark-active'],
	['ink', 'spruce-tint'],
	['ink', 'warn-tint'],
	['ink', 'danger-tint'],
	['muted', 'paper'],
	['muted', 'surface'],
	['muted', 'tint'],
	['spruce', 'paper'],
	['spruce', 'surface'],
	['spruce', 'tint'],
	['spruce', 'spruce-tint'],
	['on-spruce', 'spruce'],
	['on-spruce', 'spruce-strong'],
	['warn', 'surface'],
	['warn', 'warn-tint'],
	['danger', 'paper'],
	['danger', 'surface'],
	['danger', 'danger-tint'],
	['on-danger', 'danger'],
	['on-danger', 'danger-strong']
] as const;
const SEEN = [
	['line', 'paper'],
	['line', 'surface'],
	['line', 'tint'],
	['mark-line', 'mark'],
	['mark-line', 'paper'],
	['mark-active-line', 'mark-active']
] as const;

describe.each([
	['light', tokens(light)],
	['dark', tokens(dark.slice(0, dark.indexOf('\n\t}')))]
])('%s colours', (_, colours) => {
	it.each(TEXT)('%s can be read on %s', (text, ground) => {
		expect(contrast(colours, text, ground)).toBeGreaterThanOrEqual(4.5);
	});

	it.each(SEEN)('%s can be seen on %s', (line, ground) => {
		expect(contrast(colours, line, ground)).toBeGreaterThanOrEqual(3);
	});
});

function tokens(block: string): Map<string, string> {
	return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name = '', value = '']) => [name, value]));
}

function contrast(colours: Map<string, string>, a: string, b: string): number {
	const [lower = 0, higher = 0] = [luminance(colours, a), luminance(colours, b)].toSorted((x, y) => x - y);
	return (higher + 0.05) / (lower + 0.05);
}

function luminance(colours: Map<string, string>, name: string): number {
	const hex = colours.get(name);
	if (hex === undefined) throw new Error(`No colour --${name}`);
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
		const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
