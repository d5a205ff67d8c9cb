import { OURS, type ToWorker } from '#lib/protocol/offline.ts';

/**
 * Runs on a page that is read from what is kept on the device. When the connection is back it says so and has what is
 * kept checked; the page is loaded anew by itself only where that takes nothing from anybody.
 */
const LOOKS_EVERY_MS = 15_000;

/** Also what waits to be sent: what comes of it is told on this page. */
function isInUse(): boolean {
	const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
		'textarea, input:not([type=hidden])'
	);
	const written = [...fields].some((field) => field.value !== field.defaultValue);
	const waits = Object.keys(localStorage).some((key) => key.startsWith(OURS));
	return written || waits || document.activeElement?.closest('form') != null;
}

async function look(): Promise<void> {
	const reached = await fetch('/halsa', { cache: 'no-store' }).then(
		({ ok }) => ok,
		() => false
	);
	const banner = document.getElementById('utan-uppkoppling');
	if (!reached || banner === null || banner.dataset.color === 'success') return;
	clearInterval(timer);
	navigator.serviceWorker.controller?.postMessage({ kind: 'check', all: true } satisfies ToWorker);
	if (!isInUse()) return location.reload();
	banner.dataset.color = 'success';
	banner.querySelector('[role=status]')?.replaceChildren(banner.dataset.back ?? '');
	banner.querySelector('a')?.removeAttribute('hidden');
}

const timer = setInterval(() => void look(), LOOKS_EVERY_MS);
addEventListener('online', () => void look());
