import createParser from 'markdown-it';
import type { MarkdownIt } from 'markdown-it';
import { parseBody } from './html-tree.ts';
import { readBody } from './html.ts';
import type { ReadOptions, ReadResult } from './html.ts';
import type { Ledger } from './report.ts';
import { canonicalLanguage } from './settle.ts';

/** A heading that stood under a comment line `<!-- CODE -->` is anchored as this and the code. */
export const SECTION = 'section-';

const CODE = /^[\p{L}\d][\p{L}\d._-]{0,39}$/u;
const LANGUAGE = /\{lang=([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3})\}/y;

/** Longer comments are read as text: looking for the end of each without a bound takes quadratic time. */
const LONGEST_COMMENT = 2000;

/**
 * Reads Markdown (CommonMark with tables; HTML in it is text). Two conventions of ours: `[ord]{lang=se}` marks
 * a passage in another language, and a line `<!-- CODE -->` above a heading names its section.
 */
export function readMarkdown(text: string, options: ReadOptions): ReadResult {
	const html = createMarkdown(options.ledger).render(text.replace(/\r\n?/g, '\n'));
	return readBody(parseBody(html).body, options);
}

function createMarkdown(ledger: Ledger): MarkdownIt {
	const markdown = createParser({ html: false, linkify: false, typographer: false, breaks: false });
	// Every address is let through to the report, which says of the unsafe ones that they were removed.
	markdown.validateLink = () => true;
	addComments(markdown);
	addSections(markdown, ledger);
	addLanguages(markdown);
	return markdown;
}

/** Comment lines become tokens of their own instead of text; they may span lines and interrupt a paragraph. */
function addComments(markdown: MarkdownIt): void {
	const rule: Parameters<typeof markdown.block.ruler.before>[2] = (state, startLine, endLine, silent) => {
		const indent = state.sCount[startLine] ?? 0;
		const start = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0);
		if (indent - state.blkIndent >= 4 || !state.src.startsWith('<!--', start)) return false;
		const end = start + state.src.slice(start, start + LONGEST_COMMENT).indexOf('-->');
		let line = startLine;
		while (line < endLine && (state.eMarks[line] ?? 0) < end) line++;
		if (end < start || line >= endLine) return false;
		if (state.src.slice(end + 3, state.eMarks[line]).trim() !== '') return false;
		if (silent) return true;
		const token = state.push('comment', '', 0);
		token.content = state.src.slice(start + 4, end).trim();
		token.hidden = true;
		state.line = line + 1;
		return true;
	};
	markdown.block.ruler.before('paragraph', 'comment', rule, { alt: ['paragraph', 'reference', 'blockquote', 'list'] });
	markdown.renderer.rules['comment'] = () => '';
}

/** A comment with a code right above a heading names it; every other comment is a loss that the report lists. */
function addSections(markdown: MarkdownIt, ledger: Ledger): void {
	markdown.core.ruler.push('sections', (state) => {
		state.tokens.forEach((token, index) => {
			if (token.type !== 'comment') return;
			const next = state.tokens[index + 1];
			if (next?.type === 'heading_open' && CODE.test(token.content)) next.attrSet('id', SECTION + token.content);
			else ledger.lose('comment_line', token.content);
		});
	});
}

function addLanguages(markdown: MarkdownIt): void {
	markdown.inline.ruler.before('link', 'language', (state, silent) => {
		if (state.src[state.pos] !== '[') return false;
		const end = state.md.helpers.parseLinkLabel(state, state.pos);
		LANGUAGE.lastIndex = end + 1;
		const lang = end < 0 ? null : canonicalLanguage(LANGUAGE.exec(state.src)?.[1] ?? '');
		if (lang === null) return false;
		const after = LANGUAGE.lastIndex;
		if (!silent) {
			const { pos, posMax } = state;
			state.push('language_open', 'span', 1).attrSet('lang', lang);
			state.pos = pos + 1;
			state.posMax = end;
			state.md.inline.tokenize(state);
			state.posMax = posMax;
			state.push('language_close', 'span', -1);
		}
		state.pos = after;
		return true;
	});
}
