import { tick } from 'svelte';
import type { Command } from './keys.ts';

/** A shortcut does what its button does, and nothing where there is no such button. A form that unfolds gets the focus. */
export async function press(command: Command): Promise<void> {
	const target = document.querySelector<HTMLElement>(`[data-command="${command}"]`);
	target?.click();
	const unfolded = target?.closest('details');
	if (!unfolded) return;
	await tick();
	if (unfolded.open) unfolded.querySelector<HTMLElement>('input:not([type=hidden]), textarea')?.focus();
	else target?.focus();
}

/** To the point that is open, or to the words that none is; its row comes into view in the queue. */
export async function focusPoint(): Promise<void> {
	await tick();
	const heading = document.getElementById('synpunkt') ?? document.getElementById('ingen-vald');
	heading?.focus();
	document.querySelector('.queue [aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
	heading?.scrollIntoView({ block: 'nearest' });
}
