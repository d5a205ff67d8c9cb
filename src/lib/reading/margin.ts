import { pack } from './packing.ts';

const GAP = 12;
const GROUP = '[data-margin]';

/**
 * Puts each group of points level with its block, or as near as the others allow. Reads everything before it writes
 * anything, so that the browser lays out once.
 */
export function layOutMargin(root: HTMLElement, anchorPlace: string | null): void {
	const start = root.getBoundingClientRect().top;
	const elements = [...root.querySelectorAll<HTMLElement>(GROUP)];
	const groups = elements.map((element) => ({
		id: element.dataset.margin ?? '',
		top: (element.parentElement?.getBoundingClientRect().top ?? start) - start,
		height: element.offsetHeight
	}));
	const tops = pack(groups, GAP, anchorPlace);
	let end = 0;
	elements.forEach((element, index) => {
		const group = groups[index];
		if (group === undefined) return;
		const top = tops.get(group.id) ?? group.top;
		element.style.setProperty('--shift', `${Math.round(top - group.top)}px`);
		end = Math.max(end, top + group.height);
	});
	root.style.setProperty('--margin-end', `${Math.ceil(end)}px`);
}

/** Lays out again whenever a block or a group changes its size. Returns how to stop. */
export function keepMargin(root: HTMLElement, anchorPlace: () => string | null): () => void {
	let frame = 0;
	const soon = () => {
		cancelAnimationFrame(frame);
		frame = requestAnimationFrame(() => layOutMargin(root, anchorPlace()));
	};
	const observer = new ResizeObserver(soon);
	observer.observe(root);
	for (const element of root.querySelectorAll(GROUP)) observer.observe(element);
	soon();
	return () => {
		observer.disconnect();
		cancelAnimationFrame(frame);
	};
}

export function clearMargin(root: HTMLElement): void {
	root.style.removeProperty('--margin-end');
	for (const element of root.querySelectorAll<HTMLElement>(GROUP)) element.style.removeProperty('--shift');
}
