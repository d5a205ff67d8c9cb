import { LANGUAGES, localizeHref } from '#lib/ui/language.ts';
import type { RequestHandler } from './$types';

const PAGES = ['/', '/dialoger', '/kontakt', '/tillganglighet', '/personuppgifter', '/insyn'];

/** Only what a visitor without a session may read. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const { dialogues, meetings } = locals.app;
	const found = (await Promise.all([dialogues.publicAddresses(), meetings.publicAddresses()])).flat();
	const addresses = [...PAGES.map((path) => ({ path, updatedAt: null })), ...found];
	const entries = addresses.flatMap(({ path, updatedAt }) =>
		LANGUAGES.map((language) => entry(url.origin + localizeHref(path, language), updatedAt))
	);
	const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('\n')}\n</urlset>\n`;
	return new Response(xml, { headers: { 'content-type': 'application/xml; charset=utf-8' } });
};

const entry = (address: string, updatedAt: Date | null): string => {
	const changed = updatedAt === null ? '' : `<lastmod>${updatedAt.toISOString()}</lastmod>`;
	return `\t<url><loc>${escaped(address)}</loc>${changed}</url>`;
};

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
