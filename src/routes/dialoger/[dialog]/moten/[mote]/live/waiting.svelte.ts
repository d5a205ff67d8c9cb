import type { ActionResult } from '@sveltejs/kit';
import { deserialize } from '$app/forms';
import { type Attempt, type Issue, mayPass, UNKNOWN } from '#lib/reading/deliver.ts';
import { Outbox, type OutboxItem } from '#lib/reading/outbox.svelte.ts';
import { randomId } from '#lib/ui/random-id.ts';

const ASK = '/ask';

type Told = Record<string, unknown> | undefined;
type Fields = [string, string][];

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
	readonly #outbox: Outbox<Told>;

	readonly #now: () => number;

	/** `now`: by the server's clock. */
	constructor(meetingId: string, now: () => number, taken: (told: Told) => void) {
		this.#now = now;
		this.#outbox = new Outbox<Told>({
			key: `meeting-${meetingId}`,
			deliver,
			onResult: (result) => {
				if ('issues' in result) this.refused = result.issues;
				else taken(result.sent);
			}
		});
	}

	get count(): number {
		return this.#outbox.items.length;
	}

	/** How many of them are questions to the organisers. */
	get asks(): number {
		return this.#outbox.items.filter((item) => item.place.startsWith(ASK)).length;
	}

	get some(): boolean {
		return this.count > 0;
	}

	/** Keeps a form to be sent later; false for one that has to be answered now, such as joining. */
	keep(action: URL, form: FormData): boolean {
		const place = placeOf(action, form);
		if (place === null) return false;
		const fields = [...form].filter((field): field is [string, string] => typeof field[1] === 'string');
		fields.push(['writtenAt', String(this.#now())]);
		this.refused = [];
		void this.#outbox.add(
			{ id: randomId(), place, url: action.pathname + action.search, body: fields },
			{ instead: true }
		);
		return true;
	}

	/** Sends what waits from before and when the browser is online again; returns what ends that. */
	start(): () => void {
		const send = () => void this.#outbox.send();
		addEventListener('online', send);
		send();
		return () => {
			removeEventListener('online', send);
			this.#outbox.stop();
		};
	}
}

/** One answer to each question, one opinion of each question asked; questions to the organisers stand for themselves. */
function placeOf(action: URL, form: FormData): string | null {
	const [name = ''] = action.search.slice(1).split('&');
	if (name === ASK) return `${name} ${String(form.get('idempotencyKey'))}`;
	return name === '/answer' || name === '/support' ? `${name} ${String(form.get('questionId'))}` : null;
}

async function deliver({ url, body }: OutboxItem): Promise<Attempt<Told>> {
	if (!isFields(body)) return { kind: 'refused', issues: [UNKNOWN] };
	const headers = { accept: 'application/json', 'x-sveltekit-action': 'true' };
	const response = await fetch(url, { method: 'POST', headers, body: new URLSearchParams(body) });
	if (mayPass(response.status)) return { kind: 'later' };
	return attemptOf(deserialize(await response.text()));
}

function attemptOf(result: ActionResult): Attempt<Told> {
	if (result.type === 'success') return { kind: 'sent', sent: result.data };
	if (result.type === 'redirect') return { kind: 'sent', sent: undefined };
	if (result.type === 'error') return isUnreached(result) ? { kind: 'later' } : { kind: 'refused', issues: [UNKNOWN] };
	if (mayPass(result.status)) return { kind: 'later' };
	const issues: unknown = result.data?.['issues'];
	return { kind: 'refused', issues: Array.isArray(issues) ? (issues as Issue[]) : [UNKNOWN] };
}
