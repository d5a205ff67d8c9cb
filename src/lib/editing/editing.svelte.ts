import type { Editor } from '@tiptap/core';
import { createContext } from 'svelte';
import { Doc } from 'yjs';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { FRAGMENT } from '#lib/document/yjs.ts';
import { markdownOf, saveAsFile } from './as-file.ts';
import { TextConnection } from './connection.svelte.ts';
import { dropCopy, LocalCopy, type Stranded, strandedCopies } from './local-copy.ts';
import { type Person, peopleIn } from './people.ts';
import type { Problem } from './problems.ts';
import type { EditingData } from './types.ts';

/** Which dialog is open over the text. An image without `file` is the one that is selected. */
export type OpenDialog =
	{ kind: 'link' } | { kind: 'language' } | { kind: 'help' } | { kind: 'image'; file: File | null; isNew: boolean };

/** One page with a living text: its connection, the copy on this device, the editor when there is one. */
export class Editing {
	readonly #data: () => EditingData;
	connection: TextConnection | null = $state.raw(null);
	editor: Editor | null = $state.raw(null);
	dialog: OpenDialog | null = $state.raw(null);
	people: readonly Person[] = $state.raw([]);
	stranded: readonly Stranded[] = $state.raw([]);
	problems: readonly Problem[] = $state.raw([]);
	/** Something was written here since the page was opened. */
	wrote = $state(false);
	/** This device keeps what is written, through a closed page too. */
	keepsCopy = $state(false);
	#copy: LocalCopy | null = null;
	#ended = false;

	constructor(data: () => EditingData) {
		this.#data = data;
	}

	get data(): EditingData {
		return this.#data();
	}

	/** The text may be written in now: it has arrived whole, and nothing has closed it. */
	writable = $derived.by(() => {
		const { connection } = this;
		return connection !== null && connection.ready && connection.status !== 'closed' && connection.access !== 'read';
	});

	/** Came as a writer and is one no longer: what is on the screen may not be on the server. */
	lostAccess = $derived.by(() => {
		const { connection } = this;
		const closed = connection?.closeCode;
		const refused = closed === CLOSE.notSignedIn || closed === CLOSE.forbidden || closed === CLOSE.gone;
		return refused || (this.data.mayWrite && connection?.access === 'read');
	});

	/** Another text has taken this one's place. */
	replaced = $derived.by(() => this.connection?.closeCode === CLOSE.otherEpoch);

	/** First what this device kept, then the server: so the first thing the server hears of is everything. */
	async start(): Promise<void> {
		const { accountId, documentId: textId, epoch, mayWrite, previewing } = this.data;
		const of = { accountId, textId };
		const doc = new Doc();
		const writes = mayWrite && !previewing;
		if (writes) {
			this.#copy = await LocalCopy.open(of, epoch, doc);
			this.keepsCopy = this.#copy !== null;
			this.stranded = await strandedCopies(of, epoch).catch(() => []);
		}
		if (this.#ended) return this.#release();
		const server = location.origin.replace(/^http/, 'ws');
		const room = { kind: 'text' as const, id: textId };
		const unsent = this.#copy?.wasUnsaved ?? false;
		this.connection = new TextConnection({ server, room, epoch, access: writes ? 'write' : 'read', doc, unsent });
		this.connection.awareness.on('change', this.#onPresence);
		doc.on('update', (_update, _origin, _doc, { local }) => {
			if (local) this.wrote = true;
		});
	}

	stop(): void {
		this.#ended = true;
		this.connection?.awareness.off('change', this.#onPresence);
		this.connection?.destroy();
		this.#release();
	}

	get fragment() {
		return this.connection?.doc.getXmlFragment(FRAGMENT) ?? null;
	}

	#onPresence = (): void => {
		const { connection } = this;
		if (connection !== null) this.people = peopleIn(connection.awareness.getStates(), connection.doc.clientID);
	};

	#release(): void {
		void this.#copy?.close();
		this.#copy = null;
	}

	/** Tells the device whether its copy holds something that the server has not. */
	noteUnsaved(unsaved: boolean): void {
		this.#copy?.note(unsaved);
	}

	/** The text as Markdown, as it stands here. */
	markdown(): string {
		return this.connection === null ? '' : markdownOf(this.connection.doc);
	}

	saveAsFile(): void {
		saveAsFile(`${this.data.slug}.md`, this.markdown());
	}

	/** Leaves the old history: what was not sent has been offered before. */
	async takeNewText(): Promise<void> {
		await this.#copy?.drop();
		this.#copy = null;
		location.reload();
	}

	async dropStranded(stranded: Stranded): Promise<void> {
		this.stranded = this.stranded.filter((one) => one !== stranded);
		await dropCopy({ accountId: this.data.accountId, textId: this.data.documentId }, stranded.epoch);
	}
}

/** Provided by `EditingPage`. */
export const [useEditing, provideEditing] = createContext<Editing>();
