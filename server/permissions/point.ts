import { type Actor, accountIdOf, hasRole, treatsArea } from './actor.ts';

/** What the rules need to know of a point; `authorId` is the account behind its submission. */
export type PointThing = {
	dialogueId: string;
	areaId: string | null;
	authorId: string | null;
	status: string;
	protectedIdentity: boolean;
};
export type MaskThing = PointThing & { maskedBy: string | null; privatePerson: boolean };

const moderates = (actor: Actor, thing: { dialogueId: string }): boolean =>
	hasRole(actor, thing.dialogueId, 'case_officer', 'process_lead');
const isAuthor = (actor: Actor, thing: { authorId: string | null }): boolean =>
	thing.authorId !== null && accountIdOf(actor) === thing.authorId;
const isRegistrar = (actor: Actor, thing: { dialogueId: string }): boolean =>
	hasRole(actor, thing.dialogueId, 'registrar');

/** Inputs: sending, correcting, moderating, assessing. Who may see what is decided in `server/submissions/visibility.ts`. */
export const pointRules = {
	/** Anybody, also somebody without a session, where a consultation takes inputs (domain C-10). */
	'submission.send': (_actor: Actor, thing: { dialogueState: string }) => thing.dialogueState === 'open',
	'submission.record': (actor: Actor, thing: { dialogueId: string }) =>
		hasRole(actor, thing.dialogueId, 'host', 'case_officer', 'process_lead', 'registrar'),
	'submission.protect': isRegistrar,
	'point.correct': (actor: Actor, thing: PointThing) =>
		isAuthor(actor, thing) && (thing.status === 'held' || thing.status === 'published'),
	'point.withdraw': (actor: Actor, thing: PointThing) => isAuthor(actor, thing) && thing.status !== 'withdrawn',
	'point.agree': (actor: Actor, thing: PointThing) => thing.status === 'published' && !isAuthor(actor, thing),
	'point.report': (_actor: Actor, thing: PointThing) => thing.status === 'published',
	'point.moderate': moderates,
	'point.mask': (actor: Actor, thing: PointThing) => moderates(actor, thing) || isRegistrar(actor, thing),
	/** A private person's masked text is published by a second person (domain §2.12). */
	'point.approve_mask': (actor: Actor, thing: MaskThing) =>
		(moderates(actor, thing) || isRegistrar(actor, thing)) &&
		(!thing.privatePerson || thing.maskedBy === null || accountIdOf(actor) !== thing.maskedBy),
	'point.note': (actor: Actor, thing: { dialogueId: string }) => moderates(actor, thing) || isRegistrar(actor, thing),
	'point.assess': (actor: Actor, thing: PointThing) => treatsArea(actor, thing.dialogueId, thing.areaId),
	'point.publish_assessment': (actor: Actor, thing: { dialogueId: string }) =>
		hasRole(actor, thing.dialogueId, 'process_lead'),
	'point.answer': moderates,
	'desk.read': (actor: Actor, thing: { dialogueId: string }) => moderates(actor, thing) || isRegistrar(actor, thing),
	/** The consolidated inputs are open to all who may see the dialogue, each seeing what they may; drafts are not. */
	'assessment.read_draft': (actor: Actor, thing: { dialogueId: string }) =>
		moderates(actor, thing) || hasRole(actor, thing.dialogueId, 'registrar', 'communicator'),
	'sender.read': (actor: Actor, thing: { dialogueId: string; protectedIdentity: boolean }) =>
		isRegistrar(actor, thing) || (moderates(actor, thing) && !thing.protectedIdentity),
	'audit.read': (actor: Actor, thing: { dialogueId: string }) =>
		hasRole(actor, thing.dialogueId, 'process_lead', 'registrar')
};
