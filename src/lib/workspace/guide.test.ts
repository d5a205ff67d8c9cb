import { describe, expect, it } from 'vitest';
import type { AreaView, PhaseView } from '#server/dialogues/types.ts';
import { countDone, GUIDE_STEPS, guideProgress, isReady, nextToDo, stepAt, stepBeside } from './guide.ts';

type Facts = Parameters<typeof guideProgress>[0];
const nothing: Facts = {
	state: 'planning',
	lead: '',
	purpose: '',
	commissionedBy: '',
	legalBasis: [],
	phases: [],
	areas: [],
	contactEmail: '',
	sami: null
};
const phase: PhaseView = { ordinal: 1, title: 'Forma', text: '', startsOn: '2026-10-01', endsOn: null, time: 'coming' };
const area: AreaView = {
	...{ id: 'a', code: 'ENE', name: 'Hållbar energi', aliases: [], summary: '' },
	...{ status: 'proposed' as const, dropReason: null, securityHint: false }
};
const sami = { answer: 'no' as const, motivation: 'Berör inte renskötsel.', decidedBy: 'Nämnden', decidedOn: null };
const all: Facts = {
	...{ state: 'planning', lead: 'Ingress', purpose: 'Syfte', commissionedBy: 'Fullmäktige', legalBasis: ['Lag'] },
	...{ phases: [phase], areas: [area], contactEmail: 'd@example.org', sami }
};
const states = (facts: Facts) => Object.fromEntries(guideProgress(facts).map(({ step, state }) => [step, state]));

describe('the progress of setting a dialogue up', () => {
	it('needs one answer before opening, and lets the rest wait', () => {
		const empty = guideProgress(nothing);
		expect(countDone(empty)).toBe(0);
		expect(empty.filter(({ state }) => state === 'needed').map(({ step }) => step)).toEqual(['sami']);
		expect(isReady(empty)).toBe(false);
		expect(isReady(guideProgress({ ...nothing, sami }))).toBe(true);
	});

	it('goes on with the first step that is not done, and ends with opening', () => {
		expect(nextToDo(guideProgress(nothing))).toBe('about');
		expect(nextToDo(guideProgress({ ...all, areas: [] }))).toBe('areas');
		expect(nextToDo(guideProgress(all))).toBe('open');
		expect(nextToDo(guideProgress({ ...all, state: 'open' }))).toBe('open');
		expect(countDone(guideProgress({ ...all, state: 'open' }))).toBe(GUIDE_STEPS.length);
	});

	it.each<[string, Partial<Facts>]>([
		['about', { purpose: '' }],
		['mandate', { legalBasis: [] }],
		['phases', { phases: [] }],
		['areas', { areas: [{ ...area, status: 'dropped', dropReason: 'Ryms i ett annat.' }] }],
		['contact', { contactEmail: '' }]
	])('is not done with %s when something of it is missing', (step, missing) => {
		expect(states({ ...all, ...missing })).toEqual({ ...states(all), [step]: 'left' });
	});
});

describe('the steps', () => {
	it('lead from one to the next and back, and no further', () => {
		expect(stepBeside('about', -1)).toBeUndefined();
		expect(stepBeside('open', 1)).toBeUndefined();
		for (const step of GUIDE_STEPS.slice(1)) expect(stepBeside(stepBeside(step, -1) ?? step, 1)).toBe(step);
	});

	it.each(['', 'om/', 'about', '__proto__', 'constructor'])('are not at %j', (address) => {
		expect(stepAt(address)).toBeUndefined();
	});
});
