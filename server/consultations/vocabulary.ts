import type { PointKind } from '#lib/protocol/vocabulary.ts';

/** Kinds of consultation (domain §3: samråd is not konsultation). */
export const CONSULTATION_KINDS = ['samrad', 'remiss', 'final_proof', 'open_input'] as const;
export type ConsultationKind = (typeof CONSULTATION_KINDS)[number];

export const MODERATION_MODES = ['open', 'hold_first', 'hold_all'] as const;
export type ModerationMode = (typeof MODERATION_MODES)[number];

export const OPEN_TO = ['public', 'link', 'invited'] as const;
export type OpenTo = (typeof OPEN_TO)[number];

/** What a final proof asks for (domain M-07). Other kinds are accepted there too, but marked. */
export const FINAL_PROOF_KINDS: readonly PointKind[] = ['proofreading', 'fact', 'objection'];

export type ConsultationStatus = 'coming' | 'open' | 'closed';
