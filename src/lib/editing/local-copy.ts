import { clearDocument, IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';

/** Whose copy of which text: another account on the same device has its own, and may not send this one's words. */
export type CopyOf = { accountId: string; textId: string };

/** What the device keeps of one text, by epoch: whether something in it had not reached the server. */
type Index = Record<string, 'saved' | 'unsaved'>;

const PREFIX = 'medskick:text';
const SLOW_MS = 3_000;

const indexKey = ({ accountId, textId }: CopyOf): string => `${PREFIX}:${accountId}:${textId}`;
const copyName = (of: CopyOf, epoch: string): string => `${indexKey(of)}:${epoch}`;

function readIndex(of: CopyOf): Index {
	try {
		const value: unknown = JSON.parse(localStorage.getItem(indexKey(of)) ?? '{}');
		if (typeof value !== 'object' || value === null) return {};
		return Object.fromEntries(
			Object.entries(value).map(([epoch, state]) => [epoch, state === 'unsaved' ? state : 'saved'])
		);
	} catch {
		return {};
	}
}

function writeIndex(of: CopyOf, index: Index): void {
	try {
		if (Object.keys(index).length === 0) localStorage.removeItem(indexKey(of));
		else localStorage.setItem(indexKey(of), JSON.stringify(index));
	} catch {
		// A browser that keeps nothing: the page says *not saved*, and warns before it is left.
	}
}

function forget(of: CopyOf, epoch: string): void {
	const { [epoch]: _, ...rest } = readIndex(of);
	writeIndex(of, rest);
}

/** True when the copy's words are in `doc`. A browser without IndexedDB, or a stuck one, is worked without. */
async function attached(copy: IndexeddbPersistence): Promise<boolean> {
	const tooSlow = new Promise<false>((resolve) => setTimeout(() => resolve(false), SLOW_MS));
	const opened = copy._db.then(() => copy.whenSynced).then(() => true);
	return Promise.race([opened.catch(() => false), tooSlow]);
}

/** A text as this device keeps it, so that words written without a connection survive the page (realtime: epoch). */
export class LocalCopy {
	readonly #of: CopyOf;
	readonly #epoch: string;
	readonly #persistence: IndexeddbPersistence;
	/** When it was opened it held words that the server had not. */
	readonly wasUnsaved: boolean;

	private constructor(of: CopyOf, epoch: string, persistence: IndexeddbPersistence) {
		this.#of = of;
		this.#epoch = epoch;
		this.#persistence = persistence;
		this.wasUnsaved = readIndex(of)[epoch] === 'unsaved';
	}

	/** Brings what the device kept into `doc`, and keeps every change from now on. Null where it keeps nothing. */
	static async open(of: CopyOf, epoch: string, doc: Y.Doc): Promise<LocalCopy | null> {
		if (!('indexedDB' in globalThis)) return null;
		const persistence = new IndexeddbPersistence(copyName(of, epoch), doc);
		if (!(await attached(persistence))) {
			persistence.destroy().catch(() => undefined);
			return null;
		}
		return new LocalCopy(of, epoch, persistence);
	}

	/** Remembers whether the copy holds words that the server has not. */
	note(unsaved: boolean): void {
		const state = unsaved ? 'unsaved' : 'saved';
		const index = readIndex(this.#of);
		if (index[this.#epoch] !== state) writeIndex(this.#of, { ...index, [this.#epoch]: state });
	}

	/** Takes the copy away for good. */
	async drop(): Promise<void> {
		forget(this.#of, this.#epoch);
		await this.#persistence.clearData();
	}

	async close(): Promise<void> {
		await this.#persistence.destroy();
	}
}

/** Words that were written in an earlier history of the text and never reached the server. */
export type Stranded = { epoch: string; doc: Y.Doc };

/** Copies of earlier histories: those with unsent words to offer, the others are dropped on the way. */
export async function strandedCopies(of: CopyOf, epoch: string): Promise<Stranded[]> {
	const found: Stranded[] = [];
	for (const [earlier, state] of Object.entries(readIndex(of))) {
		if (earlier === epoch) continue;
		if (state === 'saved') await dropCopy(of, earlier);
		else found.push({ epoch: earlier, doc: await readCopy(of, earlier) });
	}
	return found;
}

async function readCopy(of: CopyOf, epoch: string): Promise<Y.Doc> {
	const doc = new Y.Doc();
	const persistence = new IndexeddbPersistence(copyName(of, epoch), doc);
	if (await attached(persistence)) await persistence.destroy();
	return doc;
}

export async function dropCopy(of: CopyOf, epoch: string): Promise<void> {
	forget(of, epoch);
	await clearDocument(copyName(of, epoch));
}
