import { BLOCK_SELECTOR } from './words-in-page.ts';

/** Watches which blocks of a text are in view, with some margin; `onChange` gets their ids. Returns how to stop. */
export function watchBlocks(root: Element, onChange: (visible: ReadonlySet<string>) => void): () => void {
	const visible = new Set<string>();
	const observer = new IntersectionObserver(
		(entries) => {
			for (const entry of entries) {
				const id = entry.target instanceof HTMLElement ? entry.target.dataset.block : undefined;
				if (id === undefined) continue;
				if (entry.isIntersecting) visible.add(id);
				else visible.delete(id);
			}
			onChange(new Set(visible));
		},
		{ rootMargin: '10% 0px' }
	);
	for (const block of root.querySelectorAll(BLOCK_SELECTOR)) observer.observe(block);
	return () => observer.disconnect();
}
