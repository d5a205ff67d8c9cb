import type { RequestHandler } from './$types';

/** An image of a text, for those who may see it there. Asked for again each time: an image may be masked later. */
export const GET: RequestHandler = async ({ locals, params, request }) => {
	const image = await locals.app.documents.image(locals.actor, params.bild);
	const etag = `"${image.sha256}"`;
	const headers = {
		'cache-control': 'private, no-cache',
		'content-security-policy': "default-src 'none'; sandbox",
		'content-disposition': 'inline',
		etag
	};
	if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
	return new Response(new Uint8Array(image.bytes), {
		headers: { ...headers, 'content-type': image.mime, 'content-length': String(image.bytes.byteLength) }
	});
};
