import type { PointKind } from '#lib/protocol/vocabulary.ts';
import type { By } from '#server/database/transaction.ts';
import type { InfluenceLevel } from '#server/dialogues/vocabulary.ts';
import type { Actor } from '#server/permissions/actor.ts';
import type { ConsultationKind, ConsultationStatus, ModerationMode, OpenTo } from './vocabulary.ts';

export type ConsultationInput = {
	kind: ConsultationKind;
	title: string;
	lead?: string;
	/** What can and cannot be influenced now (domain §4, point 8). */
	scopeNote?: string;
	/** How far the influence reaches in this round; null where it is as for the dialogue. */
	influenceLevel?: InfluenceLevel | null;
	opensAt: Date;
	/** The last moment that is on time. */
	closesAt: Date;
	openTo?: OpenTo;
	moderationMode: ModerationMode;
	/** Left out: what the kind asks for by default. */
	allowedPointKinds?: PointKind[];
	invitedCount?: number;
	reminderAfterMinutes?: number;
	documentIds: string[];
};
export type NewConsultation = ConsultationInput & { slug?: string };

export type ConsultationView = {
	id: string;
	dialogueId: string;
	slug: string;
	kind: ConsultationKind;
	title: string;
	lead: string;
	scopeNote: string;
	influenceLevel: InfluenceLevel | null;
	opensAt: Date;
	closesAt: Date;
	openTo: OpenTo;
	moderationMode: ModerationMode;
	allowedPointKinds: PointKind[];
	invitedCount: number;
	reminderAfterMinutes: number;
	documentIds: string[];
	status: ConsultationStatus;
};

export type Consultations = {
	create(by: By, dialogueId: string, input: NewConsultation): Promise<{ consultationId: string; slug: string }>;
	update(by: By, consultationId: string, input: ConsultationInput): Promise<void>;
	list(actor: Actor, dialogueId: string): Promise<ConsultationView[]>;
	bySlug(actor: Actor, dialogueId: string, slug: string): Promise<ConsultationView>;
	/** The one that takes inputs to the document now, or null. */
	openConsultationFor(documentId: string): Promise<ConsultationView | null>;
	/** The open one, else the one that closed last (late inputs, domain R-14), else the next to come, else null. */
	consultationFor(documentId: string): Promise<ConsultationView | null>;
};
