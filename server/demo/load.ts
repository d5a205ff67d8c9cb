import { POINT_KINDS } from '#lib/protocol/vocabulary.ts';
import type { ConsultationKind } from '#server/consultations/vocabulary.ts';
import type { InfluenceLevel } from '#server/dialogues/vocabulary.ts';
import { shiftByWeeks, weeksBetween } from './dates.ts';
import { loadDialogue } from './dialogue.ts';
import { loadInputs } from './inputs.ts';
import { loadInvitations } from './invitations.ts';
import { loadMeetings } from './meetings.ts';
import { loadNews } from './news.ts';
import { loadRegistrations } from './registrations.ts';
import { readScenario } from './scenario.ts';
import { type DemoServices, type Stage, system } from './stage.ts';
import { loadChangedTexts, loadTexts } from './texts-loading.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Is there nothing yet? Only then may the demo be loaded. */
export async function isEmpty({ database }: Pick<DemoServices, 'database'>): Promise<boolean> {
	const [dialogue, account] = await Promise.all([
		database.selectFrom('dialogue').select('id').limit(1).executeTakeFirst(),
		database.selectFrom('account').select('id').limit(1).executeTakeFirst()
	]);
	return dialogue === undefined && account === undefined;
}

/**
 * Loads the demo (domain §5) through the application's own commands. Without `demoNow` its calendar is moved by whole
 * weeks, so that its *now* falls in the present week.
 */
export async function loadDemo(services: DemoServices, demoNow: Date | null): Promise<Stage> {
	const scenario = await readScenario();
	const shift = shiftByWeeks(demoNow === null ? weeksBetween(new Date(scenario.meta.demoNow), services.time.now()) : 0);
	const now = shift.moment(scenario.meta.demoNow);
	try {
		const stage = await loadDialogue(services, scenario, shift);
		await loadMeetings(stage);
		await loadRegistrations(stage);
		await loadInvitations(stage);
		await loadTexts(stage);
		await loadConsultations(stage, now);
		await loadInputs(stage);
		await loadChangedTexts(stage);
		await loadNews(stage);
		return stage;
	} finally {
		services.time.travel(null);
	}
}

async function loadConsultations(stage: Stage, now: Date): Promise<void> {
	for (const told of stage.scenario.consultations) {
		const { consultationId } = await stage.services.consultations.create(system(), stage.dialogueId, {
			kind: told.kind,
			title: told.title,
			opensAt: stage.shift.moment(told.opensAt),
			closesAt: stage.shift.moment(told.closesAt),
			openTo: told.openTo,
			moderationMode: 'hold_all',
			influenceLevel: INFLUENCE[told.kind],
			invitedCount: told.invited,
			// Input that the scenario ties to no text is about the programme as a whole.
			documentIds: documentsOf(told.documents).flatMap((id) => stage.versions.get(id)?.documentId ?? [])
		});
		stage.consultations.set(told.id, consultationId);
	}
	await loadOpenConsultation(stage, now);
}

/** A proof asks for less than the rounds that come before it. */
const INFLUENCE: Partial<Record<ConsultationKind, InfluenceLevel>> = { final_proof: 'konsultation' };

const documentsOf = (named: readonly string[]): readonly string[] => (named.length > 0 ? named : ['d-prog-09']);

/** One that is open now, so that a newcomer can comment, moderate and read the answer within a minute of the start. */
async function loadOpenConsultation(stage: Stage, now: Date): Promise<void> {
	const energy = stage.versions.get('d-ene-03');
	if (energy === undefined) throw new Error('The text on energy is not loaded');
	await stage.services.consultations.create(system(), stage.dialogueId, {
		kind: 'samrad',
		title: 'Hållbar energi: stämmer den ändrade texten?',
		lead: 'Vi har ändrat texten efter inspelen i den första omgången. Läs den och säg om vi har förstått rätt.',
		scopeNote: 'Inriktningen är bestämd. Ordval, exempel och vad som ska prioriteras går att påverka.',
		opensAt: new Date(now.getTime() - 7 * DAY_MS),
		closesAt: new Date(now.getTime() + 21 * DAY_MS),
		influenceLevel: 'konsultation',
		openTo: 'public',
		moderationMode: 'hold_first',
		allowedPointKinds: [...POINT_KINDS],
		documentIds: [energy.documentId]
	});
}
