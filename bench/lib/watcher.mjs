/** @typedef {{ text: string, canComment: string | null, typeInto: string | null }} Watched */

/**
 * Runs in the page before any of its own scripts, so it may use nothing from outside of itself. Tells when the text
 * is in the document, when it has been painted, when the way to comment can be used, and when a form has opened in
 * the page (and not by loading another).
 * @param {Watched} watched
 */
export function watcher({ text, canComment, typeInto }) {
	/** @param {string} kind @param {Record<string, unknown>} [extra] */
	const say = (kind, extra = {}) => {
		const at = performance.timeOrigin + performance.now();
		Reflect.get(globalThis, 'medskickMeasured')(JSON.stringify({ kind, at, ...extra }));
	};
	const plain = (/** @type {string | null} */ words) => (words ?? '').replace(/[\s\u00a0]+/g, ' ');
	const wanted = plain(text);
	const noText = /^(?:SCRIPT|STYLE|NOSCRIPT|TEMPLATE)$/;

	/** The innermost element that holds the words. */
	function findText() {
		/** @type {Element | undefined} */
		let found;
		/** @type {Element | undefined} */
		let inner = document.body ?? undefined;
		while (inner !== undefined) {
			found = inner;
			inner = [...found.children].find(
				(child) => !noText.test(child.tagName) && plain(child.textContent).includes(wanted)
			);
		}
		return found === document.body ? undefined : found;
	}

	/** Laid out, not transparent, and, where it is in view, not covered. @param {Element} element */
	function isSeen(element) {
		if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
		const box = [...element.getClientRects()].find(({ width, height }) => width > 1 && height > 1);
		if (box === undefined) return false;
		const [x, y] = [box.left + Math.min(box.width / 2, 30), box.top + Math.min(box.height / 2, 10)];
		if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return true;
		const top = document.elementFromPoint(x, y);
		return top !== null && (element.contains(top) || top.contains(element));
	}

	const done = new Set();
	/** @param {string} kind @param {() => boolean} isSo */
	const once = (kind, isSo) => {
		if (done.has(kind) || !isSo()) return;
		done.add(kind);
		if (kind !== 'painted') return say(kind);
		// The frame that holds it has been drawn when the next task after it runs.
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => say('painted');
		requestAnimationFrame(() => port2.postMessage(null));
	};
	const seen = (/** @type {string | null} */ selector) => {
		const element = selector === null ? null : document.querySelector(selector);
		return element !== null && isSeen(element);
	};
	/** @type {Element | undefined} */
	let paragraph;
	function frame() {
		paragraph ??= findText();
		const here = paragraph;
		once('inDocument', () => here !== undefined);
		once('painted', () => here !== undefined && isSeen(here));
		once('canComment', () => seen(canComment));
		once('canType', () => seen(typeInto));
		requestAnimationFrame(frame);
	}
	requestAnimationFrame(frame);

	/** @param {string} type @param {(entry: PerformanceEntry) => void} told */
	const observe = (type, told) =>
		new PerformanceObserver((list) => list.getEntries().forEach(told)).observe({ type, buffered: true });
	observe('longtask', ({ duration }) => say('longTask', { duration }));
	observe('paint', ({ name, startTime }) => {
		if (name === 'first-contentful-paint') say('firstPaint', { at: performance.timeOrigin + startTime });
	});
}
