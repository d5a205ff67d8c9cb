import { describe, expect, it } from 'vitest';
import { parseXml } from '#server/importing/xml.ts';
import { type AtomFeed, writeAtom } from './atom.ts';
import type { NewsView } from './types.ts';

const post = (more: Partial<NewsView> = {}): NewsView => ({
	id: '01900000-0000-7000-8000-000000000001',
	state: 'published',
	title: 'Nu finns underlagen',
	text: 'Läs & tyck till.',
	publishedAt: new Date('2026-08-10T06:05:00Z'),
	publishedBy: 'Maja Ekeviken',
	correctedAt: null,
	correction: '',
	withdrawnAt: null,
	withdrawReason: '',
	...more
});
const feed = (posts: NewsView[], more: Partial<AtomFeed> = {}): string =>
	writeAtom({
		dialogue: {
			id: '01900000-0000-7000-8000-000000000009',
			title: 'Länets strategi',
			lead: '',
			updatedAt: new Date('2026-07-01T00:00:00Z')
		},
		posts,
		author: 'Region Mittfjäll',
		self: 'https://dialog.example.org/dialoger/x/nyheter/atom.xml',
		page: 'https://dialog.example.org/dialoger/x/nyheter',
		language: 'sv',
		...more
	});

const read = (text: string) => parseXml(new TextEncoder().encode(text));

describe('the news as Atom', () => {
	it('has what RFC 4287 asks for: ids, titles, times, an author and where it is', () => {
		expect(feed([post()])).toMatchSnapshot();
		expect(() => read(feed([post()]))).not.toThrow();
	});

	it('is newer than its newest change, and as new as the dialogue when nothing has been told', () => {
		const updated = (text: string) => /<updated>([^<]+)/.exec(text)?.[1];
		const corrected = post({ correctedAt: new Date('2026-08-11T00:00:00Z'), correction: 'Datumet.' });
		expect(updated(feed([post(), corrected]))).toBe('2026-08-11T00:00:00.000Z');
		expect(updated(feed([]))).toBe('2026-07-01T00:00:00.000Z');
	});

	it('says of a post that was withdrawn that it was, and why, in the reader’s language', () => {
		const gone = post({
			...{ state: 'withdrawn', title: '', text: '', withdrawReason: 'Uppgifterna stämde inte.' },
			withdrawnAt: new Date('2026-08-12T10:00:00Z')
		});
		const text = feed([gone]);
		expect(text).toContain('Vi drog tillbaka nyheten 12 augusti 2026. Uppgifterna stämde inte.');
		expect(feed([gone], { language: 'en' })).toContain('We withdrew the post on');
	});

	it('is sound whatever people wrote', () => {
		const hostile = '</title><script>alert("1")</script> & <![CDATA[';
		const text = feed([post({ title: hostile, text: hostile, publishedBy: hostile })], { author: hostile });
		expect(text).not.toMatch(/<script|<!\[CDATA/);
		expect(() => read(text)).not.toThrow();
	});
});
