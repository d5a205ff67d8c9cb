import { m } from '#lib/paraglide/messages.js';
import { date } from '#lib/ui/format/dates.ts';
import type { NewsView } from './types.ts';

export type AtomFeed = {
	dialogue: { id: string; title: string; lead: string; updatedAt: Date };
	posts: readonly NewsView[];
	/** Who is behind it: the region. */
	author: string;
	/** Complete addresses of the feed and of the page with the same news. */
	self: string;
	page: string;
	language: 'sv' | 'en';
};

/** The news of a dialogue as Atom (RFC 4287). What was withdrawn stays as an entry without its words, and says why. */
export function writeAtom({ dialogue, posts, author, self, page, language }: AtomFeed): string {
	const latest = posts.map(changedAt).toSorted((one, other) => other.getTime() - one.getTime())[0];
	const head = [
		`<id>urn:uuid:${dialogue.id}</id>`,
		`<title>${escaped(m.news_of({ title: dialogue.title }, { locale: language }))}</title>`,
		...(dialogue.lead === '' ? [] : [`<subtitle>${escaped(dialogue.lead)}</subtitle>`]),
		`<updated>${(latest ?? dialogue.updatedAt).toISOString()}</updated>`,
		`<author><name>${escaped(author)}</name></author>`,
		`<link rel="self" type="application/atom+xml" href="${escaped(self)}"/>`,
		`<link rel="alternate" type="text/html" href="${escaped(page)}"/>`
	];
	const entries = posts.map((post) => entry(post, page, language));
	const body = [...head, ...entries].join('\n');
	return `<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">\n${body}\n</feed>\n`;
}

const changedAt = (post: NewsView): Date => post.withdrawnAt ?? post.correctedAt ?? post.publishedAt;

function entry(post: NewsView, page: string, language: 'sv' | 'en'): string {
	const { title, text } = post.withdrawnAt === null ? post : withdrawn(post, post.withdrawnAt, language);
	return [
		'<entry>',
		`<id>urn:uuid:${post.id}</id>`,
		`<title>${escaped(title)}</title>`,
		`<published>${post.publishedAt.toISOString()}</published>`,
		`<updated>${changedAt(post).toISOString()}</updated>`,
		...(post.publishedBy === '' ? [] : [`<author><name>${escaped(post.publishedBy)}</name></author>`]),
		`<link rel="alternate" type="text/html" href="${escaped(page)}#nyhet-${post.id}"/>`,
		`<content type="text">${escaped(text)}</content>`,
		'</entry>'
	].join('\n');
}

function withdrawn(post: NewsView, at: Date, language: 'sv' | 'en') {
	const locale = { locale: language };
	const reason = post.withdrawReason;
	return {
		title: m.news_withdrawn_title({ date: date(post.publishedAt, language) }, locale),
		text: m.news_withdrawn({ date: date(at, language), reason }, locale)
	};
}

const escaped = (text: string): string =>
	text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
