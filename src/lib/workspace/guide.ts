import type { DialogueView } from '#server/dialogues/types.ts';

/** What is gone through before a dialogue opens, in order, with the last part of each step's address. */
export const GUIDE_ADDRESSES = {
	about: 'om',
	mandate: 'uppdrag',
	phases: 'skeden',
	areas: 'omraden',
	contact: 'kontakt',
	sami: 'konsultation',
	open: 'oppna'
} as const;

export type GuideStep = keyof typeof GUIDE_ADDRESSES;
export const GUIDE_STEPS = Object.keys(GUIDE_ADDRESSES) as GuideStep[];

/** `needed` stands in the way of opening; what is `left` can wait. */
export type StepState = 'done' | 'left' | 'needed';
export type Progress = readonly { step: GuideStep; state: StepState }[];

type Facts = Pick<
	DialogueView,
	'state' | 'lead' | 'purpose' | 'commissionedBy' | 'legalBasis' | 'phases' | 'areas' | 'contactEmail' | 'sami'
>;

/** Read from the dialogue itself, so that it is right wherever the dialogue was changed. */
export function guideProgress(dialogue: Facts): Progress {
	const done: Record<GuideStep, boolean> = {
		about: dialogue.lead !== '' && dialogue.purpose !== '',
		mandate: dialogue.commissionedBy !== '' && dialogue.legalBasis.length > 0,
		phases: dialogue.phases.length > 0,
		areas: dialogue.areas.some(({ status }) => status !== 'dropped'),
		contact: dialogue.contactEmail !== '',
		sami: dialogue.sami !== null,
		open: dialogue.state !== 'planning'
	};
	// Domain S-08: no opening without an answer. Nothing else is demanded.
	return GUIDE_STEPS.map((step) => ({ step, state: done[step] ? 'done' : step === 'sami' ? 'needed' : 'left' }));
}

export const isReady = (progress: Progress): boolean => progress.every(({ state }) => state !== 'needed');
export const countDone = (progress: Progress): number => progress.filter(({ state }) => state === 'done').length;

/** Where to go on: the first step that is not done, or the last of all. */
export const nextToDo = (progress: Progress): GuideStep =>
	progress.find(({ state }) => state !== 'done')?.step ?? 'open';

export const stepAt = (address: string): GuideStep | undefined =>
	GUIDE_STEPS.find((step) => GUIDE_ADDRESSES[step] === address);

/** `by` -1 is the step before, 1 the one after; undefined beyond the ends. */
export const stepBeside = (step: GuideStep, by: -1 | 1): GuideStep | undefined =>
	GUIDE_STEPS[GUIDE_STEPS.indexOf(step) + by];

export const guideHref = (slug: string, step: GuideStep): string => `/arbetsyta/${slug}/guide/${GUIDE_ADDRESSES[step]}`;
