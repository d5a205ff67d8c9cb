import type { Outcome } from './vocabulary.ts';

/** What an outcome requires beside itself (domain §2.9, M-06). */
export type Requirement = 'text' | 'change' | 'target';

export const REQUIREMENTS: Record<Outcome, readonly Requirement[]> = {
	pending: [],
	accepted: ['change'],
	partially_accepted: ['text', 'change'],
	already_covered: ['change'],
	not_accepted: ['text'],
	noted: [],
	answered: ['text'],
	carried_forward: ['target'],
	out_of_scope: ['text']
};

export const requires = (outcome: Outcome, what: Requirement): boolean => REQUIREMENTS[outcome].includes(what);
