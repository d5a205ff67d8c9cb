import type { Transaction } from 'kysely';
import { newId } from '#server/database/ids.ts';
import type { DB } from '#server/database/schema.ts';
import { type By, type Change, type CommandDeps, transact } from '#server/database/transaction.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import { authorize } from '#server/permissions/can.ts';
import { checkSeen } from '#server/seen.ts';
import { regionalFund } from './counties.ts';
import { DEFAULT_DECLINE_REASONS } from './decline-reasons.ts';
import { checkDialogue, checkNewDialogue, checkPhases, checkRegion } from './input.ts';
import { replacePhases } from './phases.ts';
import { lockDialogue, phasesOf as phaseRowsOf, regionRow } from './queries.ts';
import { templateOf } from './templates.ts';
import type { DialogueInput, DialogueView, NewDialogue, PhaseInput, RegionProfile, TemplateInput } from './types.ts';
import { detailsOf, dialogueView, phasesOf } from './view.ts';
import type { DialogueState } from './vocabulary.ts';

/** A new dialogue is being planned and seen by nobody without a role in it. */
export async function createDialogue(deps: CommandDeps, by: By, input: NewDialogue) {
	authorize(by.actor, 'dialogue.create', null);
	const columns = checkNewDialogue(input);
	const now = deps.clock.now();
	return transact(deps, by, async (change) => {
		const id = newId();
		const added = await change.db
			.insertInto('dialogue')
			.values({ ...columns, id, created_at: now, updated_at: now })
			.onConflict((conflict) => conflict.column('slug').doNothing())
			.returning('id')
			.executeTakeFirst();
		if (!added) slugTaken();
		await change.db.insertInto('decline_reason').values(defaultReasons(id)).execute();
		await change.audit({
			action: 'dialogue.create',
			objectType: 'dialogue',
			objectId: id,
			dialogueId: id,
			after: columns
		});
		return { dialogueId: id, slug: columns.slug };
	});
}

/** As `createDialogue`, with what dialogues of its type usually start with. */
export async function createFromTemplate(deps: CommandDeps, by: By, input: TemplateInput) {
	const region = await regionRow(deps.database);
	const { details } = templateOf(input.type, regionalFund(region?.county_code ?? ''));
	return createDialogue(deps, by, { ...details, ...input });
}

const defaultReasons = (dialogueId: string) =>
	DEFAULT_DECLINE_REASONS.map((reason, index) => ({
		...reason,
		id: newId(),
		dialogue_id: dialogueId,
		ordinal: index + 1
	}));

function slugTaken(): never {
	refuse(
		'conflict',
		'Det finns redan en dialog med den adressen.',
		'There is already a dialogue with that address.',
		'slug'
	);
}

export const updateDialogue = (
	deps: CommandDeps,
	by: By,
	dialogueId: string,
	input: DialogueInput,
	seen?: string
): Promise<void> =>
	saveDetails(deps, by, dialogueId, (before) => {
		checkSeen(seen, detailsOf(before));
		return input;
	});

/** As `updateDialogue` for a part of it: the rest stays as it is now, also where somebody else has just changed it. */
export const changeDialogue = (
	deps: CommandDeps,
	by: By,
	dialogueId: string,
	part: Partial<DialogueInput>
): Promise<void> => saveDetails(deps, by, dialogueId, (before) => ({ ...before, ...part }));

type Details = (before: DialogueView) => DialogueInput;

async function saveDetails(deps: CommandDeps, by: By, dialogueId: string, details: Details) {
	authorize(by.actor, 'dialogue.manage', { dialogueId });
	await transact(deps, by, async (change) => {
		const before = await existing(change, dialogueId);
		const columns = checkDialogue(details(dialogueView(before, [], [], deps.clock.now())));
		if (before.state !== 'planning' && columns.sami_answer === null) samiMissing();
		await change.db.updateTable('dialogue').set(columns).where('id', '=', dialogueId).execute();
		await touchDialogue(change.db, dialogueId, deps.clock.now());
		await change.audit({ ...about('dialogue.update', dialogueId), before, after: columns });
	});
}

/** What has been open stays known: nothing goes back to being planned. */
const NEXT_STATES: Record<DialogueState, readonly DialogueState[]> = {
	planning: ['open'],
	open: ['closed'],
	closed: ['open']
};

/** Opening needs an answer to whether Sámi representatives are to be consulted (domain S-08). */
export async function setDialogueState(
	deps: CommandDeps,
	by: By,
	dialogueId: string,
	state: DialogueState
): Promise<void> {
	authorize(by.actor, 'dialogue.manage', { dialogueId });
	await transact(deps, by, async (change) => {
		const before = await existing(change, dialogueId);
		if (before.state === state) return;
		if (!NEXT_STATES[before.state as DialogueState].includes(state))
			refuse('rule_broken', 'Dialogen kan inte byta till det läget.', 'The dialogue cannot change to that state.');
		if (before.sami_answer === null) samiMissing();
		await change.db.updateTable('dialogue').set({ state }).where('id', '=', dialogueId).execute();
		await touchDialogue(change.db, dialogueId, deps.clock.now());
		await change.audit({ ...about(`dialogue.${state}`, dialogueId), before: before.state, after: state });
	});
}

function samiMissing(): never {
	refuse(
		'rule_broken',
		'Svara först på om dialogen kräver konsultation med samiska företrädare.',
		'First answer whether the dialogue calls for consultation with Sámi representatives.',
		'samiAnswer'
	);
}

/** The list as a whole. A phase that is still there keeps its id: calendars know it by that. */
export async function setPhases(
	deps: CommandDeps,
	by: By,
	dialogueId: string,
	phases: PhaseInput[],
	seen?: string
): Promise<void> {
	authorize(by.actor, 'dialogue.manage', { dialogueId });
	const rows = checkPhases(phases);
	await transact(deps, by, async (change) => {
		const dialogue = await existing(change, dialogueId);
		const now = deps.clock.now();
		checkSeen(seen, phasesOf(dialogueView(dialogue, await phaseRowsOf(change.db, dialogueId), [], now)));
		await replacePhases(change, dialogueId, rows);
		await touchDialogue(change.db, dialogueId, deps.clock.now());
		await change.audit({ ...about('dialogue.set_phases', dialogueId), after: rows });
	});
}

export async function updateRegion(deps: CommandDeps, by: By, input: RegionProfile): Promise<void> {
	authorize(by.actor, 'region.manage', null);
	const row = checkRegion(input);
	await transact(deps, by, async (change) => {
		const before = await regionRow(change.db);
		await change.db
			.insertInto('region')
			.values({ id: true, ...row })
			.onConflict((conflict) => conflict.column('id').doUpdateSet(row))
			.execute();
		await change.audit({
			action: 'region.update',
			objectType: 'region',
			objectId: 'region',
			dialogueId: null,
			before,
			after: row
		});
	});
}

/** The dialogue's row, locked; the caller's other rows follow it in the same order everywhere. */
export async function existing(change: Change, dialogueId: string) {
	const dialogue = await lockDialogue(change.db, dialogueId);
	if (!dialogue) throw new MedskickError('not_found');
	return dialogue;
}

/** *Senast uppdaterad* on the dialogue's page. Every command that changes what the page shows calls it. */
export async function touchDialogue(db: Transaction<DB>, dialogueId: string, at: Date): Promise<void> {
	await db.updateTable('dialogue').set({ updated_at: at }).where('id', '=', dialogueId).execute();
}

const about = (action: string, dialogueId: string) => ({
	action,
	objectType: 'dialogue',
	objectId: dialogueId,
	dialogueId
});
