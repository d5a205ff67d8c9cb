import { randomUUID } from 'node:crypto';
import type { Handle, HandleServerError, RequestEvent } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { IMAGE_ROUTE, KEPT_ROUTES, NOBODY, PUBLIC_HEADER, WRITER_HEADER } from '#lib/protocol/offline.ts';
import { inLanguage, splitAddress } from '#lib/ui/language.ts';
import { withLanguage } from '#lib/ui/language.server.ts';
import type { Application } from '#server/application.ts';
import { ERRORS, isMedskickError, MedskickError, type ErrorCode, type Issue } from '#server/errors.ts';
import { chooseCoding, compress } from '#server/http/compress.ts';
import { writerKey } from '#server/identity/writer.ts';

const APPLICATION = Symbol.for('medskick.application');
const REQUEST_HEADER = 'x-medskick-request';
const YEAR_SECONDS = 31_536_000;

/** The one application of this process. Whoever started it put it there: main.ts, or Vite in development. */
function application(): Application {
	const found = Reflect.get(globalThis, APPLICATION) as Application | undefined;
	if (found === undefined) throw new Error('Pages were asked for before the application was started.');
	return found;
}

/** Session → who asks. Visitors cost no query and get no cookie. */
const withActor: Handle = async ({ event, resolve }) => {
	const app = application();
	const { headers } = event.request;
	const found = await app.identity.authenticate(headers.get('cookie'));
	event.locals.app = app;
	event.locals.actor = found.actor;
	event.locals.by = { actor: found.actor, requestId: headers.get(REQUEST_HEADER) ?? randomUUID() };
	event.locals.sessionIdHash = found.sessionIdHash;
	if (found.refreshedCookie !== undefined) {
		const { name, value, attributes } = found.refreshedCookie;
		event.cookies.set(name, value, attributes);
	}
	return resolve(event);
};

/** A refusal that a page failed with keeps its own status: SvelteKit says 500 of every error it does not know. */
const withStatus: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	const { refusal } = event.locals;
	if (refusal === undefined || response.status !== 500) return response;
	return new Response(response.body, { status: refusal.status, headers: response.headers });
};

/** A form that cannot be read (no boundary, no end) is something for its sender to mend and no fault of ours. */
const withReadableForm: Handle = ({ event, resolve }) => {
	const { request } = event;
	const read = request.formData.bind(request);
	const formData = () =>
		read().catch((cause: unknown) => {
			throw new MedskickError('bad_input', [], { cause });
		});
	Object.defineProperty(request, 'formData', { value: formData });
	return resolve(event);
};

/** What every answer says to the browser (domain C-05); the content policy is in svelte.config.js. */
const withHeaders: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	const { headers } = response;
	headers.set('x-content-type-options', 'nosniff');
	headers.set('referrer-policy', 'same-origin');
	headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()');
	headers.set('cross-origin-opener-policy', 'same-origin');
	headers.set('cross-origin-resource-policy', 'same-origin');
	if (event.url.protocol === 'https:') headers.set('strict-transport-security', `max-age=${YEAR_SECONDS}`);
	if (isPersonal(event) || headers.has('set-cookie')) headers.set('cache-control', 'no-store');
	headers.set(WRITER_HEADER, writerKey(event.locals.actor) || NOBODY);
	if (isForEverybody(event, response)) headers.set(PUBLIC_HEADER, 'yes');
	return response;
};

const FOR_EVERYBODY = [...KEPT_ROUTES, IMAGE_ROUTE];

/**
 * A page, or an image of one, that may be kept for reading without a connection: made for somebody of whom nothing is
 * known at all.
 */
const isForEverybody = ({ request, route, url, isDataRequest }: RequestEvent, { status, headers }: Response): boolean =>
	request.method === 'GET' &&
	status === 200 &&
	!isDataRequest &&
	url.search === '' &&
	FOR_EVERYBODY.includes(route.id ?? '') &&
	!request.headers.has('cookie') &&
	!headers.has('set-cookie');

/** Pages that show who reads them, or whose address opens something, are kept by nobody on the way. */
const isPersonal = (event: RequestEvent): boolean => event.locals.actor?.kind === 'person' || holdsCode(event);

/** As a query, or as a part of the address: both open something for whoever has them. */
const holdsCode = ({ url, params }: RequestEvent): boolean => url.searchParams.has('kod') || params.kod !== undefined;

/**
 * Not where the address holds a secret, or the answer to a form may: the length of a compressed answer tells of what
 * stands in it (BREACH).
 */
const withCompression: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	const mayHoldSecret = event.request.method !== 'GET' || holdsCode(event);
	return mayHoldSecret ? response : compress(event.request, response);
};

const READING_PAGE = '/dialoger/[dialog]/underlag/[dokument]';

/**
 * The reading page of somebody without a cookie is the same for all who have none (kept-pages.ts). Forms that an
 * address opens hold a number of their own, and a browser that has a copy asks for less; both are made as ever.
 */
const withKeptPages: Handle = ({ event, resolve }) => {
	const { headers, method } = event.request;
	const isSame =
		method === 'GET' &&
		event.route.id === READING_PAGE &&
		!event.isDataRequest &&
		[...event.url.searchParams.keys()].every((name) => name === 'version') &&
		!headers.has('cookie') &&
		!headers.has('if-none-match');
	if (!isSame) return resolve(event);
	const key = `${chooseCoding(headers.get('accept-encoding') ?? '')} ${event.url.href}`;
	return application().keptPages.answer(key, async () => resolve(event));
};

export const handle = sequence(
	withKeptPages,
	withCompression,
	withLanguage,
	withHeaders,
	withStatus,
	withReadableForm,
	withActor
);

/** Every error that no page expected: the reader gets a sentence and a number, the log the rest. */
export const handleError: HandleServerError = ({ error, event, status }) => {
	const { code, issues } = describe(error, status);
	const answer = code === 'unexpected' ? 500 : status === 500 ? ERRORS[code].status : status;
	event.locals.refusal = { status: answer };
	const id = event.locals.by?.requestId ?? event.request.headers.get(REQUEST_HEADER) ?? randomUUID();
	report(event, { code, error, id });
	const { language } = splitAddress(event.url.pathname);
	const text = ERRORS[code === 'unexpected' ? 'unavailable' : code];
	return { message: inLanguage(text, language), code, status: answer, issues, id };
};

function describe(error: unknown, status: number): { code: ErrorCode | 'unexpected'; issues: Issue[] } {
	if (isMedskickError(error)) return { code: error.code, issues: [...error.issues] };
	if (status === 404) return { code: 'not_found', issues: [] };
	if (status < 500) return { code: status === 413 ? 'too_large' : 'bad_input', issues: [] };
	return { code: isDatabaseAway(error) ? 'unavailable' : 'unexpected', issues: [] };
}

const AWAY = /^(ECONNREFUSED|ECONNRESET|ENOENT|57P0[1-3]|08...|53300)$/;

/** The database is stopped or out of reach: nothing was kept, and the same thing will work in a while. */
function isDatabaseAway(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	if ('code' in error && AWAY.test(String(error.code))) return true;
	return /connection terminated|timeout exceeded when trying to connect/i.test(error.message);
}

function report(event: RequestEvent, { code, error, id }: { code: string; error: unknown; id: string }): void {
	const app = event.locals.app as Application | undefined;
	const route = event.route.id ?? 'none';
	if (code === 'unexpected' || code === 'unavailable') app?.log.error({ request: id, route, error }, 'request failed');
	if (code === 'forbidden' && app !== undefined && event.locals.actor.kind === 'person') {
		app.identity
			.noteRefusal(event.locals.by, route)
			.catch((cause: unknown) => app.log.warn({ error: cause }, 'not audited'));
	}
}
