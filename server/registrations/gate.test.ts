import { expect, it } from 'vitest';
import { createGate } from './gate.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('never more are inside than fit, and they come in the order they stood', async () => {
	const gate = createGate(2, 100);
	const came: number[] = [];
	let inside = 0;
	let most = 0;
	await Promise.all(
		Array.from({ length: 20 }, (_, number) =>
			gate.through(async () => {
				came.push(number);
				most = Math.max(most, ++inside);
				await turn();
				inside--;
			})
		)
	);
	expect(most).toBe(2);
	expect(came).toEqual([...came].sort((one, other) => one - other));
});

it('what fails inside lets the next one in', async () => {
	const gate = createGate(1, 10);
	const failed = gate.through(async () => {
		throw new Error('no');
	});
	const next = gate.through(async () => 'in');
	await expect(failed).rejects.toThrow('no');
	expect(await next).toBe('in');
});

it('turns away whom there is no room to wait for', async () => {
	const gate = createGate(1, 1);
	const first = gate.through(turn);
	const second = gate.through(turn);
	await expect(gate.through(turn)).rejects.toMatchObject({ code: 'unavailable' });
	await Promise.all([first, second]);
	expect(await gate.through(async () => 'again')).toBe('again');
});
