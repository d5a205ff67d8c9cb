import { describe, expect, it } from 'vitest';
import { clockFace, CountdownVoice, secondsLeft } from './countdown.ts';

const START = Date.parse('2026-10-15T10:00:00Z');
const to = (seconds: number) => ({ to: new Date(START + seconds * 1000).toISOString() });

/** All that is said while a clock ticks ten times a second. */
function heard(voice: CountdownVoice, countdown: { to: string } | null, from: number, until: number): string[] {
	const said: string[] = [];
	for (let ms = from * 1000; ms <= until * 1000; ms += 100) {
		const one = voice.hear(countdown, START + ms);
		if (one !== null) said.push(`${one} ${ms / 1000}`);
	}
	return said;
}

describe('what is read out of a countdown', () => {
	it('is its start, its last minute and its end, once each', () => {
		expect(heard(new CountdownVoice(), to(180), 0, 300)).toEqual(['start 0', 'minute 120', 'end 180']);
	});

	it('is not the minute of one that is no longer than that', () => {
		expect(heard(new CountdownVoice(), to(30), 0, 60)).toEqual(['start 0', 'end 30']);
	});

	it('is nothing for somebody who comes when it is over', () => {
		expect(heard(new CountdownVoice(), to(10), 20, 60)).toEqual([]);
	});

	it('begins again with another countdown, and ends in silence when it is stopped', () => {
		const voice = new CountdownVoice();
		expect(heard(voice, to(180), 0, 50)).toEqual(['start 0']);
		expect(heard(voice, null, 50, 200)).toEqual([]);
		expect(heard(voice, to(500), 200, 500)).toEqual(['start 200', 'minute 440', 'end 500']);
	});
});

it('counts whole seconds, never below nought', () => {
	expect(secondsLeft(to(10), START + 9_001)).toBe(1);
	expect(secondsLeft(to(10), START + 10_000)).toBe(0);
	expect(secondsLeft(to(10), START + 99_000)).toBe(0);
});

it('writes time as clocks do', () => {
	expect([5, 65, 600, 3605].map(clockFace)).toEqual(['0:05', '1:05', '10:00', '1:00:05']);
});
