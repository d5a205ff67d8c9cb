import { knownId, knownSlug } from '#server/checks.ts';
import type { CommandDeps } from '#server/database/transaction.ts';
import { MedskickError } from '#server/errors.ts';
import { type Actor, rolesIn } from '#server/permissions/actor.ts';
import { authorize, can } from '#server/permissions/can.ts';
import {
	changeDialogue,
	createDialogue,
	createFromTemplate,
	setDialogueState,
	setPhases,
	updateDialogue,
	updateRegion
} from './commands.ts';
import { ensureOrganisation, organisations } from './organisations.ts';
import { addArea, saveDeclineReason, updateArea } from './lists.ts';
import {
	areasOf,
	declineReasonsOf,
	dialogueBySlug,
	headBySlug,
	phasesOf,
	publicCards,
	publicDocuments,
	regionRow,
	workCards
} from './queries.ts';
import type { DialogueHead, Dialogues, DialogueView, WorkCard } from './types.ts';
import { dialogueView, EMPTY_REGION, headView, regionView, startView } from './view.ts';

export type DialoguesDeps = CommandDeps;

export function createDialogues(deps: DialoguesDeps): Dialogues {
	return {
		create: (by, input) => createDialogue(deps, by, input),
		createFromTemplate: (by, input) => createFromTemplate(deps, by, input),
		update: async (by, dialogueId, input, seen) => updateDialogue(deps, by, knownId(dialogueId), input, seen),
		change: async (by, dialogueId, part) => changeDialogue(deps, by, knownId(dialogueId), part),
		setState: async (by, dialogueId, state) => setDialogueState(deps, by, knownId(dialogueId), state),
		setPhases: async (by, dialogueId, phases, seen) => setPhases(deps, by, knownId(dialogueId), phases, seen),
		addArea: async (by, dialogueId, input) => addArea(deps, by, knownId(dialogueId), input),
		updateArea: async (by, dialogueId, areaId, input) =>
			updateArea(deps, by, knownId(dialogueId), knownId(areaId), input),
		saveDeclineReason: async (by, dialogueId, input) => saveDeclineReason(deps, by, knownId(dialogueId), input),
		updateRegion: (by, input) => updateRegion(deps, by, input),
		region: async () => {
			const row = await regionRow(deps.database);
			return row ? regionView(row) : EMPTY_REGION;
		},
		start: async () => startView(await publicCards(deps.database, deps.clock.now()), deps.clock.now()),
		head: (actor, slug) => head(deps, actor, slug),
		view: (actor, slug) => view(deps, actor, slug),
		headForRoles: (actor, slug) => headForRoles(deps, actor, slug),
		workspace: (actor, slug) => workspace(deps, actor, slug),
		areaNames: async (actor, dialogueId) => {
			authorize(actor, 'dialogue.grant_role', { dialogueId: knownId(dialogueId) });
			return (await areasOf(deps.database, dialogueId)).map(({ id, name }) => ({ id, name }));
		},
		organisations: async (actor, dialogueId) => organisations(deps, actor, knownId(dialogueId)),
		ensureOrganisation: async (by, dialogueId, input) => ensureOrganisation(deps, by, knownId(dialogueId), input),
		mine: (actor) => mine(deps, actor),
		declineReasons: async (actor, dialogueId) => {
			authorize(actor, 'workspace.open', { dialogueId: knownId(dialogueId) });
			return declineReasonsOf(deps.database, dialogueId);
		},
		publicAddresses: () => publicAddresses(deps)
	};
}

async function head(deps: DialoguesDeps, actor: Actor, slug: string): Promise<DialogueHead> {
	const row = await headBySlug(deps.database, knownSlug(slug));
	if (!row || !can(actor, 'dialogue.read', { dialogueId: row.id, state: row.state }))
		throw new MedskickError('not_found');
	return headView(row);
}

async function view(deps: DialoguesDeps, actor: Actor, slug: string): Promise<DialogueView> {
	const row = await dialogueBySlug(deps.database, knownSlug(slug));
	if (!row || !can(actor, 'dialogue.read', { dialogueId: row.id, state: row.state }))
		throw new MedskickError('not_found');
	const [phases, areas] = await Promise.all([phasesOf(deps.database, row.id), areasOf(deps.database, row.id)]);
	return dialogueView(row, phases, areas, deps.clock.now());
}

async function headForRoles(deps: DialoguesDeps, actor: Actor, slug: string): Promise<DialogueHead> {
	const row = await headBySlug(deps.database, knownSlug(slug));
	if (!row || !can(actor, 'dialogue.grant_role', { dialogueId: row.id })) throw new MedskickError('not_found');
	return headView(row);
}

/** Whoever may not even read the dialogue does not learn that it exists. */
async function workspace(deps: DialoguesDeps, actor: Actor, slug: string): Promise<DialogueHead> {
	const row = await headBySlug(deps.database, knownSlug(slug));
	if (!row) throw new MedskickError('not_found');
	const thing = { dialogueId: row.id };
	if (can(actor, 'workspace.open', thing) || can(actor, 'dialogue.grant_role', thing)) return headView(row);
	if (can(actor, 'dialogue.read', { ...thing, state: row.state })) authorize(actor, 'workspace.open', thing);
	throw new MedskickError('not_found');
}

/** How many points wait is told only to those who may open the desk. */
async function mine(deps: DialoguesDeps, actor: Actor) {
	if (actor.kind !== 'person') return { working: [], administered: [] };
	const administers = can(actor, 'dialogue.create', null);
	const ids = [...new Set(actor.roles.map((grant) => grant.dialogueId))];
	const rows = await workCards(deps.database, administers ? 'all' : ids);
	const working = rows.flatMap((row): WorkCard[] => {
		const roles = rolesIn(actor, row.id);
		const held = can(actor, 'desk.read', { dialogueId: row.id }) ? row.held : 0;
		return roles.length > 0 ? [{ ...headView(row), roles, held }] : [];
	});
	return { working, administered: administers ? rows.map(headView) : [] };
}

async function publicAddresses(deps: DialoguesDeps) {
	const [dialogues, documents] = await Promise.all([
		publicCards(deps.database, deps.clock.now()),
		publicDocuments(deps.database)
	]);
	return [
		...dialogues.map((row) => ({ path: `/dialoger/${row.slug}`, updatedAt: row.updated_at })),
		...documents.map((row) => ({
			path: `/dialoger/${row.dialogue}/underlag/${row.document}`,
			updatedAt: row.updated_at
		}))
	];
}
