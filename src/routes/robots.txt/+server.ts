import type { RequestHandler } from './$types';

/** What nobody but staff opens, and what differs only by a question in the address, is left to people. */
export const GET: RequestHandler = ({ url }) => {
	const closed = ['/arbetsyta', '/mitt', '/logga-in', '/ws/', '/en/arbetsyta', '/en/mitt', '/en/logga-in'];
	const lines = [
		'User-agent: *',
		...closed.map((path) => `Disallow: ${path}`),
		`Sitemap: ${url.origin}/sitemap.xml`,
		''
	];
	return new Response(lines.join('\n'), { headers: { 'content-type': 'text/plain; charset=utf-8' } });
};
