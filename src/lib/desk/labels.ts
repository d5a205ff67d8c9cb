import { REPORT_LABELS } from '#lib/labels/index.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Queue } from '#lib/protocol/desk.ts';
import type { Command } from './keys.ts';

export const QUEUE_LABELS: Record<Queue, () => string> = {
	waiting: m.desk_queue_waiting,
	attention: m.desk_queue_attention,
	security: m.desk_queue_security,
	published: m.desk_queue_published,
	declined: m.desk_queue_declined,
	all: m.desk_queue_all
};

/** What an empty queue will hold, and when. */
export const EMPTY_TEXTS: Record<Queue, { title: () => string; text: () => string }> = {
	waiting: { title: m.desk_empty_waiting, text: m.desk_empty_waiting_text },
	attention: { title: m.desk_empty_attention, text: m.desk_empty_attention_text },
	security: { title: m.desk_empty_security, text: m.desk_empty_security_text },
	published: { title: m.desk_empty_published, text: m.desk_empty_published_text },
	declined: { title: m.desk_empty_declined, text: m.desk_empty_declined_text },
	all: { title: m.desk_empty_all, text: m.desk_empty_all_text }
};

const DONE: Readonly<Record<string, (() => string) | undefined>> = {
	approve: m.desk_did_approve,
	decline: m.desk_did_decline,
	unpublish: m.desk_did_unpublish,
	mask: m.desk_did_mask,
	approve_mask: m.desk_did_approve_mask,
	security_review: m.desk_did_security_review,
	end_security_review: m.desk_did_end_security_review,
	undo: m.desk_did_undo
};

/** What a decision did, in the past tense; a decision of later date is shown by its code. */
export const doneLabel = (action: string): string => DONE[action]?.() ?? action;

/** Why a point was reported; a reason of later date counts as another one. */
export const reportLabel = (reason: string): string =>
	(Object.entries(REPORT_LABELS).find(([code]) => code === reason)?.[1] ?? REPORT_LABELS.other)();

export const COMMAND_LABELS: Record<Command, () => string> = {
	approve: m.desk_approve,
	decline: m.desk_decline,
	unpublish: m.desk_unpublish,
	mask: m.desk_mask,
	security: m.desk_security,
	note: m.desk_keys_note,
	reports: m.desk_keys_reports,
	next: m.desk_next,
	previous: m.desk_previous,
	undo: m.desk_keys_undo,
	freeze: m.desk_keys_freeze,
	help: m.desk_keys_show
};

/** How long something has waited, in the largest unit that is whole. */
export function waited(minutes: number): string {
	if (minutes < 60) return m.desk_minutes({ count: minutes });
	if (minutes < 24 * 60) return m.desk_hours({ count: Math.floor(minutes / 60) });
	return m.desk_days({ count: Math.floor(minutes / (24 * 60)) });
}
