import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type axe from 'axe-core';

/** Less than half of what the package gives as its source. */
const SOURCE = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const WCAG_2_2_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** Dark changes colours and nothing else. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];
const ALL: axe.RunOptions = {
	runOnly: { type: 'tag', values: WCAG_2_2_AA },
	resultTypes: ['violations'],
	// For pages that play something, which ours do not; it reads every style sheet first.
	preload: false
};
const OPTIONS: Record<'all' | 'of colour', axe.RunOptions> = {
	all: ALL,
	'of colour': { ...ALL, runOnly: { type: 'rule', values: OF_COLOUR } }
};
/** A wide table in the editor scrolls with the caret, so the keyboard reaches all of it; axe looks for a tab stop. */
const SCROLLED_BY_CARET = '.editor-text table';

/**
 * What axe finds wrong in the page as it stands: one line a rule, with the elements. It is brought into the page once
 * and run there; the usual adapter opens another page for each run, which takes longer than the run. Our pages have
 * no frames.
 */
export async function violationsIn(page: Page, rules: 'all' | 'of colour'): Promise<string[]> {
	if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE);
	// Colours are judged as they are when a dialog has come in, not on its way.
	await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
	const found = await page.evaluate(
		async ([exclude, options]) => {
			const runner = Reflect.get(window, 'axe') as typeof axe;
			const { violations } = await runner.run({ exclude: [exclude] }, options);
			return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html) }));
		},
		[SCROLLED_BY_CARET, OPTIONS[rules]] as const
	);
	return found.map(({ id, nodes }) => `${id}: ${nodes.join('\n   ')}`);
}
