/** A finished answer, ready to be given to anybody who asks for the same. */
type Kept = { status: number; headers: [string, string][]; body: Uint8Array<ArrayBuffer> };

type Entry = { answer: Promise<Kept>; until: number };

export type KeptPages = {
	/** The answer that is kept under `key`; else `make`s it, once for all who ask meanwhile. */
	answer(key: string, make: () => Promise<Response>): Promise<Response>;
	/** Something was committed: nothing that was made before is given to anybody who asks from now on. */
	forget(): void;
};

const KEPT_MS = 1_000;
const KEPT_AT_MOST = 100;

/**
 * When a host says "open the text now", a thousand phones ask for the same bytes: they are made once. Only for
 * answers that are the same for every visitor. What is kept is forgotten whenever a command commits, before that
 * command is answered, so nobody is shown what was masked, declined or closed before. What changes without a command
 * (the clock, a text that is shared live) is at most a second old.
 */
export function createKeptPages(now: () => number = () => performance.now()): KeptPages {
	const entries = new Map<string, Entry>();

	function keep(key: string, make: () => Promise<Response>): Entry {
		const entry: Entry = { answer: make().then(finished), until: now() + KEPT_MS };
		const drop = () => void (entries.get(key) === entry && entries.delete(key));
		if (entries.size >= KEPT_AT_MOST) entries.clear();
		entries.set(key, entry);
		entry.answer.then(({ status }) => status !== 200 && drop(), drop);
		return entry;
	}

	return {
		async answer(key, make) {
			const kept = entries.get(key);
			const { answer } = kept !== undefined && kept.until > now() ? kept : keep(key, make);
			const { status, headers, body } = await answer;
			return new Response(body, { status, headers });
		},
		forget: () => entries.clear()
	};
}

async function finished(response: Response): Promise<Kept> {
	const body = new Uint8Array(await response.arrayBuffer());
	return { status: response.status, headers: [...response.headers], body };
}
