import type { By } from '#server/database/transaction.ts';
import type { Actor } from '#server/permissions/actor.ts';

export const NEWS_STATES = ['draft', 'published', 'withdrawn'] as const;
export type NewsState = (typeof NEWS_STATES)[number];

export type NewsInput = { title: string; text: string };
/** `note` tells readers what was corrected; needed once the post is published. */
export type RevisionInput = NewsInput & { note: string };

/** A post as everybody sees it. Of one that was withdrawn only that, when and why (`title` and `text` are ''). */
export type NewsView = {
	id: string;
	state: Exclude<NewsState, 'draft'>;
	title: string;
	text: string;
	publishedAt: Date;
	/** Who published it; '' where the application did. */
	publishedBy: string;
	correctedAt: Date | null;
	correction: string;
	withdrawnAt: Date | null;
	withdrawReason: string;
};

/** A post as those who write news see it: also drafts, and the words of what was withdrawn. */
export type WorkingNews = {
	id: string;
	dialogueId: string;
	state: NewsState;
	title: string;
	text: string;
	createdAt: Date;
	publishedAt: Date | null;
	withdrawReason: string;
};

/** What the organiser will do next, for everybody to hold it to. Dates are `yyyy-mm-dd`. */
export type NextStepInput = { id?: string; what: string; who: string; dueOn: string | null; doneOn: string | null };
export type NextStepView = { id: string; what: string; who: string; dueOn: string | null; doneOn: string | null };

/** `ip` is only counted, never kept. */
export type SubscriptionRequest = { dialogueId: string; email: string; language: 'sv' | 'en'; ip: string };
export type SubscriptionView = { email: string; dialogueTitle: string; dialogueSlug: string };

/** What is kept of a subscription about the one who has it; `confirmedAt` is null while it only has been asked for. */
export type OwnSubscription = {
	dialogueTitle: string;
	dialogueSlug: string;
	email: string;
	language: string;
	createdAt: Date;
	confirmedAt: Date | null;
};

export type News = {
	create(by: By, dialogueId: string, input: NewsInput): Promise<{ postId: string }>;
	/** A draft is written on; a published post is corrected, openly. */
	revise(by: By, postId: string, input: RevisionInput): Promise<void>;
	publish(by: By, postId: string): Promise<void>;
	withdraw(by: By, postId: string, reason: string): Promise<void>;
	/** Without an id the step is new. */
	saveStep(by: By, dialogueId: string, input: NextStepInput): Promise<{ stepId: string }>;

	/** What has been published, newest first. Throws `not_found` for whoever may not know of the dialogue. */
	list(actor: Actor, dialogueId: string): Promise<NewsView[]>;
	/** Steps to come by date, then those that are done, latest first. */
	nextSteps(actor: Actor, dialogueId: string): Promise<NextStepView[]>;
	working(actor: Actor, dialogueId: string): Promise<WorkingNews[]>;
	workingOne(actor: Actor, dialogueId: string, postId: string): Promise<WorkingNews>;

	/** Anybody, for an address: a letter asks whoever reads it to confirm. Throws `too_many`. */
	subscribe(by: By, request: SubscriptionRequest): Promise<void>;
	/** What a link is about, or null; uses nothing up. */
	peekConfirm(code: string): Promise<SubscriptionView | null>;
	peekLeave(code: string): Promise<SubscriptionView | null>;
	confirm(by: By, code: string): Promise<SubscriptionView>;
	leave(by: By, code: string): Promise<void>;
	/** Those of the actor's confirmed address (domain G-05); none without one. */
	subscriptionsOf(actor: Actor): Promise<OwnSubscription[]>;
	/** The job behind `send_news`. */
	mail(postId: string): Promise<void>;
	removeUnconfirmed(): Promise<number>;
};
