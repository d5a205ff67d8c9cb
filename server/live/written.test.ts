import { describe, expect, it } from 'vitest';
import { writtenBefore } from './written.ts';

const NOW = new Date('2026-10-15T10:00:00Z');

describe('when something was written without a connection', () => {
	it('is what the device says of a time that has been', () => {
		expect(writtenBefore(String(new Date('2026-10-15T09:50:00Z').getTime()), NOW)).toEqual(
			new Date('2026-10-15T09:50:00Z')
		);
		expect(writtenBefore(String(NOW.getTime()), NOW)).toEqual(NOW);
	});

	it.each(['', 'nyss', String(NOW.getTime() + 1), '-1', '1', '1e12', '2026-10-15T09:50:00Z'])(
		'is not known from %j',
		(said) => {
			expect(writtenBefore(said, NOW)).toBeNull();
		}
	);
});
