import { findIdentityNumbers } from '#lib/document/identity-number.ts';
import type { PointView } from '#lib/protocol/points.ts';
import { POINT_KINDS } from '#lib/protocol/vocabulary.ts';
import { randomId } from '#lib/ui/random-id.ts';
import type { FieldIssue } from '#lib/ui/fields.ts';
import { bodyOf, type Fields, issuesOf, writtenNow } from './compose.ts';
import { draftKey } from './place-key.ts';
import type { ReadingState } from './reading.svelte.ts';
import type { Panel, Writer } from './types.ts';

/** What a form action hands back when something has to be mended: nothing that was written is lost. */
export type Returned = { issues: readonly FieldIssue[]; values: Record<string, string> };

export type FormOptions = { language: string; returned: Returned | null };

const NOBODY: Writer = { name: '', organisationName: '', organisationType: '', email: '' };

/** One open form for a point or a reply: its fields, its draft on this device, and its way to the outbox. */
export class FormState {
	readonly #reading: ReadingState;
	readonly panel: Panel;
	readonly parent: PointView | null;
	readonly key: string;
	kind = $state('');
	text = $state('');
	words = $state('');
	language = $state('sv');
	anonymous = $state(false);
	keepIdentityNumbers = $state(false);
	writer: Writer = $state(NOBODY);
	issues: readonly FieldIssue[] = $state.raw([]);
	/** Of the input that this form sent, to find what became of it. */
	sentId: string | null = $state(null);
	#idempotencyKey: string;
	#restored = false;

	identityNumbers = $derived.by(() => findIdentityNumbers(this.text));

	constructor(reading: ReadingState, panel: Panel, options: FormOptions) {
		this.#reading = reading;
		this.panel = panel;
		this.parent = panel.kind === 'reply' ? reading.panelPoint : null;
		this.key = draftKey(panel);
		this.#idempotencyKey = reading.data.idempotencyKey ?? randomId();
		const { writer } = reading.data;
		this.writer = { ...(reading.writing?.lastWriter ?? writer ?? NOBODY) };
		this.language = options.language;
		if (panel.kind === 'comment' && panel.words) this.words = `${panel.words.start}-${panel.words.end}`;
		if (options.returned !== null) this.#take(options.returned);
	}

	get place() {
		const { panel } = this;
		const blockId = panel.kind === 'comment' ? panel.place : this.parent?.place?.blockId;
		return blockId === undefined || blockId === null ? undefined : this.#reading.names.get(blockId);
	}

	get kinds() {
		return this.#reading.data.consultation?.allowedPointKinds ?? POINT_KINDS;
	}

	/** In the browser: what was written here before and not sent is there again, without asking. */
	restore(): void {
		if (this.#restored || this.text !== '') return;
		this.#restored = true;
		const { writing, data } = this.#reading;
		const waits = writing?.outbox.itemAt(this.key);
		// What somebody else wrote here and has not sent is not for whoever comes next.
		const isOthers = waits?.writer !== undefined && waits.writer !== data.writerKey;
		const draft = isOthers ? null : (writing?.drafts.read(this.key) ?? null);
		this.#idempotencyKey = draft?.idempotencyKey ?? randomId();
		if (draft === null) return;
		[this.text, this.kind] = [draft.text, this.kind || draft.kind];
		if (this.words === '') this.words = draft.words;
	}

	/** The words go to the device; who writes is kept only while the page is open. */
	keep(): void {
		const { kind, text, words } = this;
		const { writing } = this.#reading;
		if (writing === null) return;
		writing.drafts.write(this.key, { kind, text, words, idempotencyKey: this.#idempotencyKey });
		writing.lastWriter = this.anonymous ? null : { ...this.writer };
	}

	/** Hands the input to the outbox, or says what has to be mended. `late` is the sender's own choice (domain R-14). */
	send(late: boolean): void {
		const fields: Fields = { ...this.#fields(), acceptLate: late };
		this.issues = issuesOf(fields, this.parent !== null);
		if (this.issues.length > 0) return;
		const context = {
			versionId: this.#reading.versionId,
			parentId: this.parent?.id ?? null,
			place: this.place,
			kinds: this.kinds
		};
		const { writing } = this.#reading;
		if (writing === null) return;
		this.sentId = randomId();
		const url = `${location.pathname}/punkter`;
		const body = bodyOf(fields, context, writtenNow());
		const { writer, writerKey } = this.#reading.data;
		const by = { writer: writerKey, name: writer?.name };
		void writing.outbox.add({ id: this.sentId, place: this.key, url, body, ...by });
	}

	/** The server refused: the form is open again with everything in it. What is sent next is another input. */
	reopen(issues: readonly FieldIssue[]): void {
		if (this.sentId !== null) this.#reading.writing?.outbox.forget(this.sentId);
		this.sentId = null;
		this.issues = issues;
	}

	#fields(): Omit<Fields, 'acceptLate'> {
		const { kind, text, words, language, anonymous, keepIdentityNumbers } = this;
		return {
			kind,
			text,
			words,
			language,
			anonymous,
			keepIdentityNumbers,
			writer: { ...this.writer },
			idempotencyKey: this.#idempotencyKey
		};
	}

	#take({ issues, values }: Returned): void {
		this.issues = issues;
		this.kind = values.kind ?? '';
		this.text = values.text ?? '';
		this.words = values.words ?? this.words;
		this.language = values.language ?? this.language;
		this.anonymous = 'anonymous' in values;
		this.keepIdentityNumbers = 'keepIdentityNumbers' in values;
		const { name, organisationName, organisationType, email } = { ...this.writer, ...values };
		this.writer = { name, organisationName, organisationType, email };
		this.#idempotencyKey = values.idempotencyKey ?? this.#idempotencyKey;
	}
}
