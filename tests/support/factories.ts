import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Application } from '#server/application.ts';
import { newId } from '#server/database/ids.ts';
import { bySystem, type By } from '#server/database/transaction.ts';
import type { Actor, Person, Role } from '#server/permissions/actor.ts';
import type { PlaceInput, SubmitInput } from '#server/submissions/parse.ts';
import { POINT_KINDS, type PointKind } from '#lib/protocol/vocabulary.ts';
import { leaves } from '#lib/document/outline.ts';
import { storedContent } from '#lib/document/schema.ts';

export const as = (actor: Actor): By => ({ actor, requestId: randomUUID() });

let counter = 0;
const unique = (): string => `${++counter}-${randomUUID().slice(0, 8)}`;

export const TEXT = `## Nuläge

Elen finns men når inte fram. Kapacitetsbristen finns i lokalnätet.

## Vägar framåt

Vi vill öka acceptansen för ny produktion. Nyttan ska synas där elen produceras.

- Lagring
- Flexibilitet`;

export type MadeDialogue = { dialogueId: string; slug: string; areaId: string };

/** The region as its administrator has filled it in: whoever signs letters and calendar files. */
export const makeRegion = (app: Application): Promise<void> =>
	app.dialogues.updateRegion(bySystem(), {
		...{ name: 'Region Mittfjäll', short: 'RM', countyCode: '23', website: '', responsibleUnit: '' },
		...{ email: 'registrator@mittfjall.example.org', phone: '08-465 004 01', postalAddress: 'Box 1, 831 82 Östersund' }
	});

/** As much as a dialogue is begun with. */
export const DIALOGUE = { title: 'Länets strategi', type: 'development_strategy' } as const;

/** Without an answer about consultation with the Sámi no dialogue opens. */
export const SAMI_ANSWER = {
	answer: 'no',
	motivation: 'Berör inte renskötsel.',
	decidedBy: 'Områdeschef',
	decidedOn: '2026-05-28'
} as const;

/** An open dialogue with one area. */
export async function makeDialogue(
	app: Application,
	options: { state?: 'planning' | 'open' } = {}
): Promise<MadeDialogue> {
	const slug = `dialog-${unique()}`;
	const { dialogueId } = await app.dialogues.create(bySystem(), {
		slug,
		type: 'other',
		title: `Dialog ${slug}`,
		sami: SAMI_ANSWER
	});
	const { areaId } = await app.dialogues.addArea(bySystem(), dialogueId, { code: 'ENE', name: 'Hållbar energi' });
	if ((options.state ?? 'open') === 'open') await app.dialogues.setState(bySystem(), dialogueId, 'open');
	return { dialogueId, slug, areaId };
}

export type MadeDocument = { documentId: string; slug: string; versionId: string; blockIds: string[] };

/** A document with a published version. `blockIds` are its leaves in reading order. */
export async function makeDocument(app: Application, dialogue: MadeDialogue, markdown = TEXT): Promise<MadeDocument> {
	const slug = `underlag-${unique()}`;
	const { documentId } = await app.documents.create(bySystem(), dialogue.dialogueId, {
		title: `Underlag ${slug}`,
		slug,
		areaId: dialogue.areaId
	});
	const imported = await app.importing.importFile('underlag.md', new TextEncoder().encode(markdown));
	await app.documents.importInto(bySystem(), documentId, imported, { fileName: 'underlag.md', replace: false });
	const versionId = await publishVersion(app, documentId);
	return { documentId, slug, versionId, blockIds: await blockIdsOf(app, versionId) };
}

export async function publishVersion(app: Application, documentId: string, label = unique()): Promise<string> {
	const { versionId } = await app.documents.publish(bySystem(), documentId, {
		label,
		stage: 'dialogue_draft',
		note: ''
	});
	return versionId;
}

export async function blockIdsOf(app: Application, versionId: string): Promise<string[]> {
	const { content } = await app.database
		.selectFrom('document_version')
		.select('content')
		.where('id', '=', versionId)
		.executeTakeFirstOrThrow();
	return leaves(storedContent(content)).map((leaf) => leaf.blockId);
}

type ConsultationOptions = {
	mode?: 'open' | 'hold_first' | 'hold_all';
	opensAt?: Date;
	closesAt?: Date;
	kinds?: PointKind[];
};

export async function openConsultation(
	app: Application,
	dialogue: MadeDialogue,
	documentIds: string[],
	options: ConsultationOptions = {}
): Promise<string> {
	const now = app.clock.now().getTime();
	const day = 24 * 60 * 60 * 1000;
	const { consultationId } = await app.consultations.create(bySystem(), dialogue.dialogueId, {
		kind: 'samrad',
		title: `Samråd ${unique()}`,
		opensAt: options.opensAt ?? new Date(now - day),
		closesAt: options.closesAt ?? new Date(now + day),
		moderationMode: options.mode ?? 'open',
		allowedPointKinds: options.kinds ?? [...POINT_KINDS],
		documentIds
	});
	return consultationId;
}

/** Somebody with a verified address and, where given, a role in a dialogue. The session is not made: this is the actor itself. */
export async function makePerson(
	app: Application,
	options: {
		role?: Role;
		dialogue?: MadeDialogue;
		areaIds?: string[] | null;
		verified?: boolean;
		admin?: boolean;
		name?: string;
	} = {}
): Promise<Person> {
	const accountId = newId();
	const email = `${unique()}@example.org`;
	const verified = options.verified ?? true;
	await app.database
		.insertInto('account')
		.values({
			id: accountId,
			email,
			verified_at: verified ? sql<Date>`now()` : null,
			name: options.name ?? `Person ${counter}`,
			is_admin: options.admin ?? false
		})
		.execute();
	if (options.role !== undefined && options.dialogue !== undefined) {
		const organisationId = options.role === 'reviewer' ? await makeOrganisation(app) : null;
		await app.identity.grantRole(bySystem(), {
			dialogueId: options.dialogue.dialogueId,
			accountId,
			role: options.role,
			areaIds: options.areaIds ?? null,
			organisationId
		});
	}
	const actor = await app.identity.actorOf(accountId);
	if (actor.kind !== 'person') throw new Error('The factory made nobody');
	return actor;
}

async function makeOrganisation(app: Application): Promise<string> {
	const id = newId();
	await app.database
		.insertInto('organisation')
		.values({ id, name: `Region ${unique()}`, type: 'region' })
		.execute();
	return id;
}

/** Somebody who has just sent a first input: an account without an address. */
export async function makeGuest(app: Application, name = 'Gäst'): Promise<Person> {
	const { actor } = await app.identity.ensureGuest(as({ kind: 'visitor' }), null, {
		name,
		organisationName: '',
		organisationType: 'private_person',
		once: unique()
	});
	return actor;
}

type InputOptions = Partial<Omit<SubmitInput, 'points' | 'versionId'>> & {
	text?: string;
	kind?: PointKind;
	place?: PlaceInput;
	versionId: string;
};

export function submission({ text, kind, place, ...rest }: InputOptions): SubmitInput {
	return {
		parentId: null,
		points: [{ kind: kind ?? 'change', text: text ?? 'Skriv tydligare.', place: place ?? { scope: 'whole' } }],
		sender: { anonymous: false, name: 'Gäst', organisationName: '', organisationType: 'private_person', email: '' },
		language: 'sv',
		acceptLate: false,
		keepIdentityNumbers: false,
		idempotencyKey: null,
		writtenAt: null,
		sentAt: null,
		writtenBy: null,
		...rest
	};
}

/** Sends one point and answers with its id and the receipt. */
export async function sendPoint(app: Application, actor: Actor, options: InputOptions) {
	const receipt = await app.submissions.submit(as(actor), submission(options));
	const [point] = receipt.points;
	if (point === undefined) throw new Error('The receipt names no point');
	return { ...receipt, pointId: point.id, status: point.status };
}
