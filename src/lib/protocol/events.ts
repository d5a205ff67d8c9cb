import type { LiveView } from './live.ts';

/**
 * What happened, as sockets are told. An event carries what its receivers may see, already presented by the
 * domain's view; nobody downstream filters it again.
 *
 * `Views` lets a domain name the types of its views; without it they are unknown and must be parsed.
 */
export type Views = {
	point: unknown;
	reply: unknown;
	version: unknown;
	consultation: unknown;
	queueItem: unknown;
	assessment: unknown;
};

export type FeedEvent<V extends Views = Views> =
	/** A point became visible to this audience. */
	| { kind: 'point_published'; pointId: string; point: V['point'] }
	/** Its text, mask, state or anchor changed; `point` is what the audience may see now. */
	| { kind: 'point_changed'; pointId: string; point: V['point'] }
	/** The audience may not see it any more. Carries nothing of it. */
	| { kind: 'point_unpublished'; pointId: string }
	| { kind: 'agreement_changed'; pointId: string; count: number }
	| { kind: 'reply_published'; pointId: string; replyId: string; reply: V['reply'] }
	| { kind: 'reply_changed'; pointId: string; replyId: string; reply: V['reply'] }
	| { kind: 'reply_unpublished'; pointId: string; replyId: string }
	| { kind: 'assessment_changed'; pointId: string; assessment: V['assessment'] }
	| { kind: 'version_published'; documentId: string; version: V['version'] }
	| { kind: 'text_shared'; documentId: string }
	| { kind: 'text_unshared'; documentId: string }
	| { kind: 'consultation_changed'; consultationId: string; consultation: V['consultation'] }
	/** For moderators: one row of the queue is new or changed; null when it left the queue. */
	| { kind: 'queue_changed'; pointId: string; item: V['queueItem'] | null }
	/** For moderators: a colleague has the point open; null when nobody has any more. */
	| { kind: 'being_moderated'; pointId: string; by: string | null }
	/** Something of a meeting in progress has changed; the whole of what everybody in it may see. */
	| { kind: 'live_changed'; live: LiveView }
	/** For the hosts of a meeting: something has changed that only they see. They read it again. */
	| { kind: 'live_work_changed' };

export type FeedEventKind = FeedEvent['kind'];
