import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { chooseCoding, compress } from './compress.ts';

const TEXT = 'Vi vill öka acceptansen för ny produktion. '.repeat(100);

const asking = (accepted: string, method = 'GET') =>
	new Request('http://localhost/', { method, headers: { 'accept-encoding': accepted } });
const page = (body: BodyInit | null = TEXT, headers: Record<string, string> = {}, status = 200) =>
	new Response(body, { status, headers: { 'content-type': 'text/html', ...headers } });
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe('a page', () => {
	it('comes as brotli where the browser takes it, and says the same', async () => {
		const answer = await compress(asking('gzip, deflate, br'), page());
		expect(answer.headers.get('content-encoding')).toBe('br');
		const bytes = await bytesOf(answer);
		expect(answer.headers.get('content-length')).toBe(String(bytes.length));
		expect(brotliDecompressSync(bytes).toString()).toBe(TEXT);
	});

	it('comes as gzip where the browser takes only that', async () => {
		const answer = await compress(asking('gzip'), page());
		expect(answer.headers.get('content-encoding')).toBe('gzip');
		expect(gunzipSync(await bytesOf(answer)).toString()).toBe(TEXT);
	});

	it('comes as it is where the browser takes neither, with word that it might have been otherwise', async () => {
		const answer = await compress(asking('identity'), page());
		expect(answer.headers.get('content-encoding')).toBeNull();
		expect(answer.headers.get('vary')).toBe('accept-encoding');
		expect(await answer.text()).toBe(TEXT);
	});

	it('keeps its status, its headers and each of its cookies', async () => {
		const refused = page(TEXT, { 'x-content-type-options': 'nosniff' }, 422);
		refused.headers.append('set-cookie', 'a=1');
		refused.headers.append('set-cookie', 'b=2');
		const answer = await compress(asking('br'), refused);
		expect([answer.status, answer.headers.get('x-content-type-options')]).toEqual([422, 'nosniff']);
		expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
	});

	it('has a weak tag when compressed: its bytes are others', async () => {
		const answer = await compress(asking('br'), page(TEXT, { etag: '"abc"' }));
		expect(answer.headers.get('etag')).toBe('W/"abc"');
	});
});

describe('left as they are', () => {
	it.each([
		['a picture', page(TEXT, { 'content-type': 'image/png' })],
		['what is compressed already', page(TEXT, { 'content-encoding': 'gzip' })],
		['what nobody may change on the way', page(TEXT, { 'cache-control': 'no-store, no-transform' })],
		['what is short', page('Hej')],
		['a redirect', page(null, { location: '/' }, 303)]
	])('%s', async (_what, response) => {
		const coding = response.headers.get('content-encoding');
		expect((await compress(asking('br'), response)).headers.get('content-encoding')).toBe(coding);
	});
});

describe('the choice', () => {
	it.each([
		['gzip, deflate, br, zstd', 'br'],
		['gzip;q=1.0, br;q=0', 'gzip'],
		['gzip;q=0.0, br;q=0', null],
		['BR', 'br'],
		['*', null],
		['', null]
	])('of %j is %s', (accepted, chosen) => expect(chooseCoding(accepted)).toBe(chosen));
});
