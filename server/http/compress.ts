import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const squeezeBrotli = promisify(brotliCompress);
const squeezeGzip = promisify(gzip);

/** Smaller bodies travel in the same packets either way. */
const WORTH_IT_BYTES = 1_400;
const TEXT = /^(?:text\/(?!event-stream)|application\/(?:[\w.]+\+)?(?:json|xml)\b|image\/svg)/;

type Coding = 'br' | 'gzip';

/** The levels are where more time saves few bytes: bench/NOTES.md has the figures. */
const CODINGS: Record<Coding, (body: Uint8Array) => Promise<Uint8Array<ArrayBuffer>>> = {
	br: (body) =>
		squeezeBrotli(body, {
			params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: body.byteLength }
		}),
	gzip: (body) => squeezeGzip(body, { level: 4 })
};

/**
 * The same answer, compressed where that helps and the browser takes it. Off the main thread. Not for answers that
 * hold a secret beside something a stranger chose: their length could be made to tell what it is.
 */
export async function compress(request: Request, response: Response): Promise<Response> {
	if (response.body === null || !isCompressible(response.headers)) return response;
	response.headers.append('vary', 'accept-encoding');
	const coding = chooseCoding(request.headers.get('accept-encoding') ?? '');
	if (coding === null) return response;
	const body = new Uint8Array(await response.arrayBuffer());
	const { status, headers } = response;
	if (body.byteLength < WORTH_IT_BYTES) return new Response(body, { status, headers });
	const compressed = await CODINGS[coding](body);
	headers.set('content-encoding', coding);
	headers.set('content-length', String(compressed.byteLength));
	const tag = headers.get('etag');
	if (tag?.startsWith('"')) headers.set('etag', `W/${tag}`);
	return new Response(compressed, { status, headers });
}

const isCompressible = (headers: Headers): boolean =>
	!headers.has('content-encoding') &&
	!/no-transform/.test(headers.get('cache-control') ?? '') &&
	TEXT.test(headers.get('content-type') ?? '');

/** Of `gzip, deflate, br;q=0`: what is named and not refused. */
export function chooseCoding(accepted: string): Coding | null {
	const taken = new Set<string>();
	for (const entry of accepted.toLowerCase().split(',')) {
		const [name = '', ...parameters] = entry.split(';').map((part) => part.trim());
		if (!parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter))) taken.add(name);
	}
	return taken.has('br') ? 'br' : taken.has('gzip') ? 'gzip' : null;
}
