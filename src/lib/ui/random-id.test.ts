import { validate, version } from 'uuid';
import { expect, test } from 'vitest';
import { randomId } from './random-id.ts';

test('is a random UUID and another one each time', () => {
	const ids = Array.from({ length: 200 }, randomId);
	for (const id of ids) expect([validate(id), version(id)]).toEqual([true, 4]);
	expect(new Set(ids).size).toBe(200);
});
