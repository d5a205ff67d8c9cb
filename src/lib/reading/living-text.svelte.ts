import type { TextContent } from '#lib/document/blocks.ts';
import type { LivingDocument } from './living-document.ts';

/**
 * The text while it is shared live: follows what editors write, and says nothing itself. What it takes (Yjs) is
 * fetched only when a text is shared, so that readers of a frozen one never load it.
 */
export class LivingText {
	content: TextContent | null = $state.raw(null);
	connected = $state(false);
	#document: LivingDocument | null = null;
	#stopped = false;

	async start(documentId: string): Promise<void> {
		const { LivingDocument } = await import('./living-document.ts');
		if (this.#stopped) return;
		this.#document = new LivingDocument(documentId, {
			onContent: (content) => (this.content = content),
			onConnected: (connected) => (this.connected = connected)
		});
	}

	stop(): void {
		this.#stopped = true;
		this.#document?.close();
	}
}
