import { expect } from 'vitest';
import { LiveClient, until } from './live-client.ts';
import type { LiveServer } from './live-server.ts';

const EVERY_MS = 20;

/** Somebody who writes on, undisturbed by whatever others do to the server. */
export class Bystander {
	readonly client: LiveClient;
	readonly #typing: NodeJS.Timeout;
	#written = 0;

	private constructor(client: LiveClient) {
		this.client = client;
		this.#typing = setInterval(() => this.#type(), EVERY_MS);
	}

	static async open(server: LiveServer, path: string, accountId: string): Promise<Bystander> {
		const client = new LiveClient(server, path, { accountId });
		await until('the bystander to be in', () => client.saved);
		return new Bystander(client);
	}

	#type(): void {
		this.#written++;
		this.client.doc.getText('bystander').insert(0, '.');
	}

	/** Nothing was lost, nobody was cut off, and what is written now is saved as before. */
	async expectUnhurt(): Promise<void> {
		clearInterval(this.#typing);
		this.#type();
		await until('the bystander’s words to be saved', () => this.client.saved);
		expect(this.client.closed, 'the bystander was cut off').toEqual([]);
		expect(this.client.doc.getText('bystander').length).toBe(this.#written);
		this.client.destroy();
	}
}
