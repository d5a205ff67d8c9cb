import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Announcer } from './announcer.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('says the first at once and of the following only the latest, after a pause', () => {
	const announcer = new Announcer();
	announcer.say('1 ny synpunkt');
	announcer.say('2 nya synpunkter');
	announcer.say('3 nya synpunkter');
	expect(announcer.text).toBe('1 ny synpunkt');
	vi.advanceTimersByTime(1_999);
	expect(announcer.text).toBe('1 ny synpunkt');
	vi.advanceTimersByTime(1);
	expect(announcer.text).toBe('3 nya synpunkter');
});

it('changes something when the same is said again, or it would not be read', () => {
	const announcer = new Announcer();
	announcer.say('Sparat');
	vi.advanceTimersByTime(5_000);
	announcer.say('Sparat');
	expect(announcer.text).not.toBe('Sparat');
	expect(announcer.text.trim()).toBe('Sparat');
});

it('says nothing more once it is stopped', () => {
	const announcer = new Announcer();
	announcer.say('a');
	announcer.say('b');
	announcer.stop();
	vi.advanceTimersByTime(5_000);
	expect(announcer.text).toBe('a');
});
