import { expect } from 'vitest';

/** Matches what refuses with this code and, where one is named, points at this field. */
export const refusal = (code: string, field?: string) =>
	expect.objectContaining({
		code,
		...(field === undefined ? {} : { issues: expect.arrayContaining([expect.objectContaining({ field })]) as unknown })
	});
