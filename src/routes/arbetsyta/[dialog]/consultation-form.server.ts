import type { PointKind } from '#lib/protocol/vocabulary.ts';
import { text } from '#lib/ui/action.server.ts';
import { dateCompact, time } from '#lib/ui/format.ts';
import { endOfMinute, stockholmMoment } from '#server/consultations/local-time.ts';
import type { ConsultationInput, ConsultationView } from '#server/consultations/types.ts';
import type { ConsultationKind, ModerationMode, OpenTo } from '#server/consultations/vocabulary.ts';
import type { InfluenceLevel } from '#server/dialogues/vocabulary.ts';

const NO_TIME = new Date(Number.NaN);

/** Check boxes of the form, given back joined (`joined` in form.server.ts). */
export const MANY = ['documentIds', 'allowedPointKinds'];

/** What `ConsultationFields` sends, check boxes joined. Codes and times that are none are told of by the command. */
export function consultationInput(form: FormData): ConsultationInput {
	const closes = stockholmMoment(text(form, 'closesAt'), text(form, 'closesTime'));
	const kinds = split(form, 'allowedPointKinds');
	return {
		kind: text(form, 'kind') as ConsultationKind,
		title: text(form, 'title'),
		lead: text(form, 'lead'),
		scopeNote: text(form, 'scopeNote'),
		influenceLevel: (text(form, 'influenceLevel') || null) as InfluenceLevel | null,
		opensAt: stockholmMoment(text(form, 'opensAt'), text(form, 'opensTime')) ?? NO_TIME,
		closesAt: closes === null ? NO_TIME : endOfMinute(closes),
		openTo: text(form, 'openTo') as OpenTo,
		moderationMode: text(form, 'moderationMode') as ModerationMode,
		...(kinds.length > 0 ? { allowedPointKinds: kinds as PointKind[] } : {}),
		invitedCount: Number(text(form, 'invitedCount') || 0),
		reminderAfterMinutes: Number(text(form, 'reminderAfterMinutes') || 120),
		documentIds: split(form, 'documentIds')
	};
}

const split = (form: FormData, name: string): string[] =>
	text(form, name)
		.split(',')
		.filter((value) => value !== '');

export const consultationValues = (one: ConsultationView): Record<string, string> => ({
	kind: one.kind,
	title: one.title,
	lead: one.lead,
	scopeNote: one.scopeNote,
	influenceLevel: one.influenceLevel ?? '',
	opensAt: dateCompact(one.opensAt),
	opensTime: time(one.opensAt, 'sv'),
	closesAt: dateCompact(one.closesAt),
	closesTime: time(one.closesAt, 'sv'),
	openTo: one.openTo,
	moderationMode: one.moderationMode,
	allowedPointKinds: one.allowedPointKinds.join(','),
	invitedCount: String(one.invitedCount),
	reminderAfterMinutes: String(one.reminderAfterMinutes),
	documentIds: one.documentIds.join(',')
});

/** Before anybody has filled anything in: two weeks from tomorrow, held until approved, the documents that are published. */
export function suggestedValues(now: Date, documentIds: readonly string[]): Record<string, string> {
	const day = (days: number) => dateCompact(new Date(now.getTime() + days * 86_400_000));
	return {
		kind: 'samrad',
		opensAt: day(1),
		opensTime: '08.00',
		closesAt: day(15),
		closesTime: '23.59',
		openTo: 'public',
		moderationMode: 'hold_all',
		invitedCount: '0',
		reminderAfterMinutes: '120',
		documentIds: documentIds.join(',')
	};
}
