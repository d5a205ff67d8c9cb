import { knownId, knownSlug } from '#server/checks.ts';
import type { CommandDeps } from '#server/database/transaction.ts';
import { MedskickError } from '#server/errors.ts';
import { type Actor, isStaffOf } from '#server/permissions/actor.ts';
import { can } from '#server/permissions/can.ts';
import { createConsultation, updateConsultation } from './commands.ts';
import { consultationBySlug, consultationsAbout, consultationsOf, dialogueState } from './queries.ts';
import { firstOpen, mostRelevant } from './status.ts';
import type { Consultations, ConsultationView } from './types.ts';
import { consultationView } from './view.ts';

export type ConsultationsDeps = CommandDeps;

export function createConsultations(deps: ConsultationsDeps): Consultations {
	const about = async (documentId: string): Promise<ConsultationView[]> => {
		const now = deps.clock.now();
		return (await consultationsAbout(deps.database, knownId(documentId))).map((row) => consultationView(row, now));
	};
	return {
		create: async (by, dialogueId, input) => createConsultation(deps, by, knownId(dialogueId), input),
		update: async (by, consultationId, input) => updateConsultation(deps, by, knownId(consultationId), input),
		list: async (actor, dialogueId) => list(deps, actor, knownId(dialogueId)),
		bySlug: async (actor, dialogueId, slug) => bySlug(deps, actor, knownId(dialogueId), slug),
		openConsultationFor: async (documentId) => firstOpen(await about(documentId)),
		consultationFor: async (documentId) => mostRelevant(await about(documentId))
	};
}

async function mayRead(deps: ConsultationsDeps, actor: Actor, dialogueId: string): Promise<void> {
	const dialogue = await dialogueState(deps.database, dialogueId);
	if (!dialogue || !can(actor, 'dialogue.read', { dialogueId, state: dialogue.state }))
		throw new MedskickError('not_found');
}

/** Those that are not for everybody are listed for staff only. */
async function list(deps: ConsultationsDeps, actor: Actor, dialogueId: string): Promise<ConsultationView[]> {
	await mayRead(deps, actor, dialogueId);
	const rows = await consultationsOf(deps.database, dialogueId);
	const listed = rows.filter((row) => row.open_to === 'public' || isStaffOf(actor, dialogueId));
	return listed.map((row) => consultationView(row, deps.clock.now()));
}

async function bySlug(
	deps: ConsultationsDeps,
	actor: Actor,
	dialogueId: string,
	slug: string
): Promise<ConsultationView> {
	await mayRead(deps, actor, dialogueId);
	const row = await consultationBySlug(deps.database, dialogueId, knownSlug(slug));
	if (!row) throw new MedskickError('not_found');
	return consultationView(row, deps.clock.now());
}
