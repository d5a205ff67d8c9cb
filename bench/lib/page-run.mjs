import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { launchChromium } from './chromium.mjs';
import { watcher } from './watcher.mjs';

/** @typedef {{ latencyMs: number, downKbps: number, upKbps: number, slower: number }} Profile */
/**
 * @typedef {object} Plan
 * @property {string} url
 * @property {import('./watcher.mjs').Watched} watched
 * @property {Profile} profile
 * @property {{ width: number, height: number }} viewport
 * @property {string | undefined} program
 * @property {number} timeoutMs
 */
/** @typedef {{ url: string, type: string, done: boolean, sent: number, gzip: number, id: string, session: string }} Fetched */
/** @typedef {{ kind: string, at: number, duration?: number }} Told */

const QUIET_MS = 1_500;

/** @param {Fetched} request */
const isScript = ({ type, url }) => type === 'Script' || /\.m?js(?:\?|$)/.test(url);

/**
 * Loads the page once in a browser that has never seen it. Times are milliseconds from the start of navigation.
 * @param {Plan} plan
 */
export async function loadOnce(plan) {
	const browser = await launchChromium({ program: plan.program, ...plan.viewport });
	/** @type {Map<string, Fetched>} */
	const fetched = new Map();
	/** @type {Told[]} */
	const told = [];
	let lastByte = Date.now();
	browser.on(({ method, params, sessionId: session = '' }) => {
		if (method === 'Runtime.bindingCalled') told.push(JSON.parse(params.payload));
		if (!method.startsWith('Network.') || params.requestId === undefined) return;
		lastByte = Date.now();
		note(fetched, method, params, session);
	});
	try {
		const session = await openTab(browser, plan);
		fetched.clear();
		await browser.send('Page.navigate', { url: plan.url }, session);
		const ready = () => ['painted', ...(plan.watched.canComment === null ? [] : ['canComment'])];
		const has = (/** @type {string} */ kind) => told.some((one) => one.kind === kind);
		const end = Date.now() + plan.timeoutMs;
		while (Date.now() < end && !ready().every(has)) await pause(20);
		if (plan.watched.typeInto !== null) await press(browser, session, plan, () => has('canType'), end);
		while (Date.now() < end && Date.now() - lastByte < QUIET_MS) await pause(50);
		const origin = await evaluate(browser, session, 'performance.timeOrigin');
		await weigh(browser, fetched);
		return figures([...fetched.values()], told, origin);
	} finally {
		await browser.close();
	}
}

/**
 * Network and processor are slowed down, and the watcher set, before anything is asked for.
 * @param {import('./chromium.mjs').Chromium} browser
 * @param {Plan} plan
 */
async function openTab(browser, { profile, watched }) {
	const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
	const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
	const tell = (/** @type {string} */ method, /** @type {Record<string, unknown>} */ params = {}) =>
		browser.send(method, params, sessionId);
	await tell('Network.enable', { maxTotalBufferSize: 2e8, maxResourceBufferSize: 5e7 });
	await tell('Page.enable');
	await tell('Runtime.enable');
	await tell('Runtime.addBinding', { name: 'medskickMeasured' });
	const source = `(${watcher})(${JSON.stringify(watched)})`;
	await tell('Page.addScriptToEvaluateOnNewDocument', { source });
	if (profile.slower > 1) await tell('Emulation.setCPUThrottlingRate', { rate: profile.slower });
	if (profile.downKbps > 0) {
		await tell('Network.emulateNetworkConditions', {
			offline: false,
			latency: profile.latencyMs,
			downloadThroughput: profile.downKbps * 125,
			uploadThroughput: profile.upKbps * 125
		});
	}
	return sessionId;
}

/** @param {Map<string, Fetched>} fetched @param {string} method @param {any} params @param {string} session */
function note(fetched, method, params, session) {
	const request = fetched.get(params.requestId);
	if (method === 'Network.requestWillBeSent' && /^https?:/.test(params.request.url)) {
		const { requestId: id, type, request: asked } = params;
		fetched.set(id, { id, session, type, url: asked.url, done: false, sent: 0, gzip: 0 });
	}
	if (method === 'Network.loadingFinished' && request)
		Object.assign(request, { done: true, sent: params.encodedDataLength });
	if (method === 'Network.loadingFailed' && request) request.done = true;
}

/**
 * Opens the form by its button, as often as it takes: before the page's script runs, a press would load another page.
 * @param {import('./chromium.mjs').Chromium} browser
 * @param {string} session
 * @param {Plan} plan
 * @param {() => boolean} isOpen
 * @param {number} end
 */
async function press(browser, session, { watched }, isOpen, end) {
	const selector = JSON.stringify(watched.canComment);
	const expression = `document.querySelector(${selector})?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))`;
	while (Date.now() < end && !isOpen()) {
		// A press that nothing has taken care of is left alone: following the link would be another page.
		await evaluate(
			browser,
			session,
			`addEventListener('click', (event) => event.preventDefault(), { once: true }); ${expression}`
		);
		await pause(50);
	}
}

/** @param {import('./chromium.mjs').Chromium} browser @param {string} session @param {string} expression */
async function evaluate(browser, session, expression) {
	const { result } = await browser.send('Runtime.evaluate', { expression, returnByValue: true }, session);
	return result.value;
}

/**
 * What each script weighs with gzip, however it was sent.
 * @param {import('./chromium.mjs').Chromium} browser
 * @param {Map<string, Fetched>} fetched
 */
async function weigh(browser, fetched) {
	for (const request of fetched.values()) {
		if (!isScript(request) || !request.done) continue;
		const { body, base64Encoded } = await browser.send(
			'Network.getResponseBody',
			{ requestId: request.id },
			request.session
		);
		request.gzip = gzipSync(Buffer.from(body, base64Encoded ? 'base64' : 'utf8')).length;
	}
}

/** @param {Fetched[]} requests @param {Told[]} told @param {number} origin */
function figures(requests, told, origin) {
	const at = (/** @type {string} */ kind) => {
		const first = told.find((one) => one.kind === kind);
		return first === undefined ? null : first.at - origin;
	};
	const sum = (/** @type {number[]} */ values) => values.reduce((all, value) => all + value, 0);
	const scripts = requests.filter(isScript);
	return {
		firstPaintMs: at('firstPaint'),
		inDocumentMs: at('inDocument'),
		paintedMs: at('painted'),
		canCommentMs: at('canComment'),
		canTypeMs: at('canType'),
		longTasksMs: sum(told.flatMap((one) => one.duration ?? [])),
		bytes: sum(requests.map((request) => request.sent)),
		scriptGzip: sum(scripts.map((script) => script.gzip)),
		scripts: scripts.length,
		requests: requests.length
	};
}
