import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { TextContent } from '#lib/document/blocks.ts';
import { FRAGMENT, readFragment } from '#lib/document/yjs.ts';
import { isFinal } from '#lib/protocol/close-codes.ts';
import { roomPath } from '#lib/protocol/rooms.ts';

export type LivingHandlers = { onContent(content: TextContent): void; onConnected(connected: boolean): void };

/** Typing arrives many times a second; reading it so often would only cost the reader's battery. */
const REDRAW_MS = 250;

/** A read-only copy of a shared text. No awareness: a reader is counted by the news room's connection alone. */
export class LivingDocument {
	readonly #doc = new Y.Doc();
	readonly #provider: WebsocketProvider;
	readonly #handlers: LivingHandlers;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(documentId: string, handlers: LivingHandlers) {
		this.#handlers = handlers;
		const server = location.origin.replace(/^http/, 'ws');
		this.#provider = new WebsocketProvider(server, roomPath('text', documentId).slice(1), this.#doc, {
			disableBc: true
		});
		this.#provider.awareness.setLocalState(null);
		this.#provider.on('sync', (synced: boolean) => synced && this.#draw());
		this.#provider.on('status', ({ status }) => handlers.onConnected(status === 'connected'));
		this.#provider.on('connection-close', (event) => {
			if (event !== null && isFinal(event.code)) this.#provider.disconnect();
		});
		this.#doc.on('update', () => this.#soon());
	}

	close(): void {
		clearTimeout(this.#timer);
		this.#provider.destroy();
		this.#doc.destroy();
	}

	#soon(): void {
		this.#timer ??= setTimeout(() => this.#draw(), REDRAW_MS);
	}

	#draw(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (this.#provider.synced) this.#handlers.onContent(readFragment(this.#doc.getXmlFragment(FRAGMENT)));
	}
}
