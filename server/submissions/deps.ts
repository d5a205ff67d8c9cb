import type { By, Change, CommandDeps } from '#server/database/transaction.ts';
import type { Limiter } from '#server/limiter.ts';
import type { SubmitInput } from './parse.ts';
import type { Receipt } from './submit.ts';
import type { Target } from './targets.ts';

export type SubmissionDeps = CommandDeps & {
	/** How much one account may send in a while; nobody types that fast. */
	pace: Limiter;
	/** The living text as it is committed now; for points made on a text that is shared live. */
	readText(textId: string): Promise<{ state: Uint8Array; epoch: string; sequence: number }>;
	/** Mails the receipt (domain R-11), in the same transaction. */
	sendReceipt(change: Change, by: By, receipt: Receipt, input: SubmitInput, target: Target): Promise<void>;
};
