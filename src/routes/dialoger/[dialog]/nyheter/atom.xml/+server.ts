import { currentLanguage, localizeHref } from '#lib/ui/language.ts';
import { writeAtom } from '#server/news/atom.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { app, actor } = locals;
	const dialogue = await app.dialogues.head(actor, params.dialog);
	const [posts, region] = await Promise.all([app.news.list(actor, dialogue.id), app.dialogues.region()]);
	const page = url.origin + localizeHref(`/dialoger/${dialogue.slug}/nyheter`);
	const self = `${page}/atom.xml`;
	const text = writeAtom({ dialogue, posts, author: region.name, self, page, language: currentLanguage() });
	return new Response(text, { headers: { 'content-type': 'application/atom+xml; charset=utf-8' } });
};
