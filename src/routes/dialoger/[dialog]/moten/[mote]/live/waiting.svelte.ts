import type { ActionResult } from '@sveltejs/kit';
import { deserialize } from '$app/forms';
import { type Attempt, type Issue, mayPass, refusedFor, UNKNOWN } from '#lib/reading/deliver.ts';
import { writtenNow } from '#lib/reading/compose.ts';
import { Outbox, type OutboxItem } from '#lib/reading/outbox.svelte.ts';
import { randomId } from '#lib/ui/random-id.ts';

const ASK = '/ask';

type Told = Record<string, unknown> | undefined;
type Fields = [string, string][];

export type WaitingOptions = {
	meetingId: string;
	/** Who writes, as the page knows it. */
	writer(): { key: string; name: string };
};

/** The form did not reach us: no connection, or nobody there to answer. */
export const isUnreached = (result: ActionResult): boolean =>
	result.type === 'error' && (result.status === undefined || mayPass(result.status));

const isFields = (value: unknown): value is Fields =>
	Array.isArray(value) &&
	value.every((field) => Array.isArray(field) && field.every((part) => typeof part === 'string'));

/**
 * What somebody has answered and asked in a meeting without a connection: kept on the device, also over a reload, and
 * sent once it is back, in the order it was written. A changed answer takes the place of the one that waits.
 */
export class WaitingForms {
	/** What the last of them was refused for. */
	refused: Issue[] = $state.raw([]);
	/** The words of a question to the organisers that was refused: they are the writer's to keep. */
	unsent = $state('');
	/** The same of an answer, whose form may be gone; '' for one without words. */
	unsentAnswer = $state('');
	readonly outbox: Outbox<Told>;
	readonly #options: WaitingOptions;

	constructor({ taken, ...options }: WaitingOptions & { taken(told: Told): void }) {
		this.#options = options;
		this.outbox = new Outbox<Told>({
			key: `meeting-${options.meetingId}`,
			deliver: (item) => this.#deliver(item),
			onResult: (result) => {
				if ('issues' in result) this.refused = result.issues;
				else taken(result.sent);
			}
		});
	}

	/** What this person has waiting; others' on the same device are told of apart. */
	get count(): number {
		return this.#mine.length;
	}

	/** How many of them are questions to the organisers. */
	get asks(): number {
		return this.#mine.filter((item) => item.place.startsWith(ASK)).length;
	}

	get #mine(): OutboxItem[] {
		const { items, others } = this.outbox;
		return items.filter(({ id }) => !others.includes(id));
	}

	get some(): boolean {
		return this.count > 0;
	}

	/** Keeps a form to be sent later; false for one that has to be answered now, such as joining. */
	keep(action: URL, form: FormData): boolean {
		const place = placeOf(action, form);
		if (place === null) return false;
		const fields = [...form].filter((field): field is [string, string] => typeof field[1] === 'string');
		fields.push(['writtenAt', writtenNow()]);
		this.refused = [];
		this.unsent = '';
		this.unsentAnswer = '';
		const { key: writer, name } = this.#options.writer();
		const url = action.pathname + action.search;
		void this.outbox.add({ id: randomId(), place, url, body: fields, writer, name }, { instead: true });
		return true;
	}

	/** Sends what waits from before and when the browser is online again; returns what ends that. */
	start(): () => void {
		const send = () => void this.outbox.send();
		addEventListener('online', send);
		send();
		return () => {
			removeEventListener('online', send);
			this.outbox.stop();
		};
	}

	async #deliver(item: OutboxItem): Promise<Attempt<Told>> {
		const attempt = await deliver(item);
		if (attempt.kind === 'refused' && isFields(item.body)) {
			const words = wordsOf(item.body);
			if (item.place.startsWith(ASK)) this.unsent = words;
			else if (words !== '') this.unsentAnswer = words;
		}
		return attempt;
	}
}

async function deliver({ url, body, writer }: OutboxItem): Promise<Attempt<Told>> {
	if (!isFields(body)) return { kind: 'refused', issues: [UNKNOWN] };
	const headers = { accept: 'application/json', 'x-sveltekit-action': 'true' };
	const by: Fields = writer === undefined ? [] : [['writtenBy', writer]];
	const fields: Fields = [...body, ['sentAt', writtenNow()], ...by];
	const response = await fetch(url, { method: 'POST', headers, body: new URLSearchParams(fields) });
	if (mayPass(response.status)) return { kind: 'later' };
	return attemptOf(deserialize(await response.text()));
}

const WORDS = /^(text|words(-\d)?)$/;

/** What somebody has written with their own words, of all the fields. */
const wordsOf = (fields: Fields): string =>
	fields
		.filter(([name, value]) => WORDS.test(name) && value !== '')
		.map(([, value]) => value)
		.join(', ');

/** One answer to each question, one opinion of each question asked; questions to the organisers stand for themselves. */
function placeOf(action: URL, form: FormData): string | null {
	const [name = ''] = action.search.slice(1).split('&');
	if (name === ASK) return `${name} ${String(form.get('idempotencyKey'))}`;
	return name === '/answer' || name === '/support' ? `${name} ${String(form.get('questionId'))}` : null;
}

function attemptOf(result: ActionResult): Attempt<Told> {
	if (result.type === 'success') return { kind: 'sent', sent: result.data };
	if (result.type === 'redirect') return { kind: 'sent', sent: undefined };
	if (result.type === 'error') return isUnreached(result) ? { kind: 'later' } : { kind: 'refused', issues: [UNKNOWN] };
	if (mayPass(result.status)) return { kind: 'later' };
	const issues: unknown = result.data?.['issues'];
	return refusedFor(Array.isArray(issues) ? (issues as Issue[]) : [UNKNOWN]);
}
