import type { Attendee, Presence, Press, PressAnswer } from '#lib/protocol/hosting.ts';
import { kept, pressOf } from './presses.ts';

/** What came of sending: the answer, no connection, or a refusal with the status it had. */
export type Sent = { answer: PressAnswer } | { status: number };
const AWAY = 0;

export type CheckInDeps = {
	/** Status 0 for no answer at all. */
	send(presses: readonly Press[]): Promise<Sent>;
	/** The tab's own: what was pressed is there until it has been sent, as ids and moments without a name. */
	storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
	/** The server's time as near as can be told, in milliseconds. */
	now(): number;
	/** Somebody is expected who is not on the page. */
	onUnknown(): void;
};

type Trouble = 'offline' | 'signed_out' | 'refused' | null;

/**
 * The door: who is there, as far as this screen knows, and what it has not been able to send. What is pressed counts at
 * once; it is kept until the server has answered, and sent again, which changes nothing the second time.
 */
export class CheckIn {
	people: readonly Attendee[] = $state.raw([]);
	waiting: readonly Press[] = $state.raw([]);
	trouble: Trouble = $state(null);
	#here: Readonly<Record<string, string | null>> = $state.raw({});
	#deps: CheckInDeps;
	#key: string;
	#sending = false;
	#last = 0;
	#left = false;

	constructor(meetingId: string, people: readonly Attendee[], deps: CheckInDeps) {
		this.#deps = deps;
		this.#key = `medskick-incheckning-${meetingId}`;
		this.take(people);
		this.waiting = kept(deps.storage.getItem(this.#key));
	}

	/** A fresh list from the server. */
	take(people: readonly Attendee[]): void {
		this.people = people;
		this.#hear(people);
	}

	/** When somebody was checked in, ISO 8601; null for who is not there. What was pressed last counts. */
	checkedInAt(participantId: string): string | null {
		const pressed = this.waiting.findLast((press) => press.participantId === participantId);
		if (pressed !== undefined) return pressed.present ? pressed.at : null;
		return this.#here[participantId] ?? null;
	}

	press(participantId: string, present: boolean): Promise<void> {
		// Two moments of one screen are never the same: the server tells by them what was said last.
		this.#last = Math.max(this.#deps.now(), this.#last + 1);
		this.#keep([...this.waiting, pressOf(participantId, present, this.#last)]);
		return this.send();
	}

	/** Sends what waits; with nothing to send, hears what other screens have done. */
	async send(): Promise<void> {
		if (this.#sending) return;
		this.#sending = true;
		const batch = this.waiting.slice(0, 500);
		const sent = await this.#deps.send(batch);
		this.#sending = false;
		if ('status' in sent) return this.#failed(sent.status, batch);
		this.#done(batch);
		this.#answered(sent.answer);
		if (this.waiting.length > 0) await this.send();
	}

	/** Nothing of the list stays when the page is left. */
	leave(): void {
		this.#left = true;
		this.people = [];
		this.#here = {};
	}

	#answered({ presences, refused }: PressAnswer): void {
		this.trouble = refused.length > 0 ? 'refused' : null;
		const known = this.#here;
		if (this.#left) return;
		this.#hear(presences);
		if (presences.some(({ participantId }) => !(participantId in known))) this.#deps.onUnknown();
	}

	#hear(presences: readonly Presence[]): void {
		this.#here = Object.fromEntries(presences.map((one) => [one.participantId, one.checkedInAt]));
	}

	/** Whoever is signed out can sign in and send; what the server refuses as such, it always will. */
	#failed(status: number, batch: readonly Press[]): void {
		const mayBeSentLater = status === AWAY || status >= 500 || status === 429;
		const signedOut = status === 401 || status === 403;
		this.trouble = mayBeSentLater ? 'offline' : signedOut ? 'signed_out' : 'refused';
		if (!mayBeSentLater && !signedOut) this.#done(batch);
	}

	#done(batch: readonly Press[]): void {
		this.#keep(this.waiting.filter((press) => !batch.includes(press)));
	}

	#keep(waiting: readonly Press[]): void {
		this.waiting = waiting;
		if (waiting.length === 0) this.#deps.storage.removeItem(this.#key);
		else this.#deps.storage.setItem(this.#key, JSON.stringify(waiting));
	}
}
