import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type Anchor, createAnchor, type WordsAnchor } from './anchor.ts';
import type { TextContent } from './blocks.ts';
import { heading, paragraph, text } from './content.fixture.ts';
import { HeadlessEditor } from './headless-editor.fixture.ts';
import { leaves } from './outline.ts';
import { relativePositions } from './relative.ts';
import { resolveAll, resolveAnchor, type Resolution } from './resolve.ts';
import { FRAGMENT } from './yjs.ts';

/** Milliseconds of processor time: what else runs on the machine does not count. */
const processorTime = (since: NodeJS.CpuUsage): number => {
	const { user, system } = process.cpuUsage(since);
	return (user + system) / 1000;
};

const content = text(
	paragraph('a', 'Kommunerna deltar i arbetet från början.'),
	paragraph('b', 'Dialogen hålls öppen. Regionen ska verka för god vård i hela länet. Uppföljning sker årligen.'),
	paragraph('c', 'Resultatet redovisas för nämnden varje höst.')
);

/** An anchor with relative positions on the words, as the server makes it, and an editor to change the text with. */
function comment(
	quote: string,
	on: TextContent = content,
	blockId = 'b',
	nth = 0
): { anchor: WordsAnchor; editor: HeadlessEditor } {
	const plain = leaves(on).find((leaf) => leaf.blockId === blockId)?.plain ?? '';
	let start = plain.indexOf(quote);
	for (let skip = 0; skip < nth; skip++) start = plain.indexOf(quote, start + 1);
	const end = start + quote.length;
	const made = createAnchor(on, { scope: 'words', blockId, start, end, exact: quote });
	if (!made.ok || made.anchor.scope !== 'words') throw new Error(JSON.stringify(made));
	const editor = new HeadlessEditor(1);
	editor.write(on, { blockId, start, end });
	return { anchor: { ...made.anchor, ...relativePositions(editor.doc, blockId, start, end) }, editor };
}

/** What the resolver says, with the words at the place; with Yjs and, in brackets if other, without. */
function outcome(anchor: Anchor, editor: HeadlessEditor): string {
	const say = (result: Resolution): string => {
		if (result.state === 'removed') return 'removed';
		const plain = leaves(editor.content).find((leaf) => leaf.blockId === result.blockId)?.plain ?? '';
		return `${result.state}: ${plain.slice(result.start, result.end)}`;
	};
	const with_ = say(resolveAnchor(anchor, editor.content, editor.onServer()));
	const without = say(resolveAnchor(anchor, editor.content));
	return with_ === without ? with_ : `${with_} (${without})`;
}

const QUOTE = 'verka för god vård';

describe('words stay where they are', () => {
	const stories: [string, (editor: HeadlessEditor) => void][] = [
		['nothing happens', () => undefined],
		['something is typed before them', (editor) => editor.type(1, 0, 'Nytt. ')],
		['the paragraph becomes a heading', (editor) => editor.retype(1)],
		['the paragraph is wrapped in a quote', (editor) => editor.wrap(1)],
		['the next paragraph is joined to theirs', (editor) => editor.join(1)],
		['their paragraph is split after them', (editor) => editor.split(1, 67, 'second')],
		['their paragraph is moved and keeps its id', (editor) => editor.move(1, 2, true)],
		['a paragraph comes in before theirs', (editor) => editor.copy(2, 0)],
		['they are deleted and the deletion is undone', (editor) => (editor.delete(1, 25, 40), editor.undo())],
		['their paragraph is deleted and the deletion is undone', (editor) => (editor.remove(1), editor.undo())]
	];
	test.each(stories)('when %s', (_, edit) => {
		const { anchor, editor } = comment(QUOTE);
		edit(editor);
		expect(outcome(anchor, editor)).toBe(`exact: ${QUOTE}`);
	});
});

describe('words are found in another block', () => {
	const stories: [string, (editor: HeadlessEditor) => void][] = [
		['their paragraph is split before them', (editor) => editor.split(1, 22, 'second')],
		['their paragraph is split right before them', (editor) => editor.split(1, 35, 'second')],
		['the paragraph is cut and pasted with another id', (editor) => editor.move(1, 2, false)],
		['their paragraph is joined to the one before', (editor) => editor.join(0)]
	];
	test.each(stories)('when %s', (_, edit) => {
		const { anchor, editor } = comment(QUOTE);
		edit(editor);
		expect(outcome(anchor, editor)).toBe(`moved: ${QUOTE}`);
	});
});

describe('words that changed are shown where they stood', () => {
	const stories: [string, (editor: HeadlessEditor) => void, string][] = [
		['a word is typed inside them', (editor) => editor.type(1, 44, ' mycket'), 'changed: verka för mycket god vård'],
		['one word of them is deleted', (editor) => editor.delete(1, 45, 4), 'changed: verka för vård'],
		['their paragraph is split inside them', (editor) => editor.split(1, 45, 'second'), 'changed: verka för'],
		['they are replaced', (editor) => (editor.delete(1, 35, 18), editor.type(1, 35, 'arbeta')), 'changed: arbeta']
	];
	test.each(stories)('when %s', (_, edit, expected) => {
		const { anchor, editor } = comment(QUOTE);
		edit(editor);
		expect(outcome(anchor, editor).split(' (')[0]?.trim()).toBe(expected);
	});

	test('a single replaced word is found by what stands around it', () => {
		const { anchor, editor } = comment('ska');
		editor.delete(1, 31, 3);
		editor.type(1, 31, 'bör');
		expect(outcome(anchor, editor)).toBe('changed: bör');
	});
});

describe('words that are gone', () => {
	test('are removed, with their sentence or their paragraph', () => {
		const sentence = comment(QUOTE);
		sentence.editor.delete(1, 22, 47);
		expect(outcome(sentence.anchor, sentence.editor)).toBe('removed');
		const whole = comment(QUOTE);
		whole.editor.remove(1);
		expect(outcome(whole.anchor, whole.editor)).toBe('removed');
	});

	test('are not found in a phrase that reads the same elsewhere', () => {
		const repeated = text(
			paragraph('b', 'Vård är viktigt. Regionen ska samverka.'),
			paragraph('c', 'Skog är viktigt. Regionen ska äga.')
		);
		const { anchor, editor } = comment('Regionen ska', repeated);
		editor.delete(0, 16, 100);
		expect(outcome(anchor, editor)).not.toMatch(/exact|moved/);
	});

	test('are not found in another section that holds the same boilerplate', () => {
		const boilerplate = 'Ansvarig är regionen. Uppföljning sker årligen i samband med budget.';
		const twice = text(
			heading('h1', 'Skog'),
			paragraph('b', boilerplate),
			heading('h2', 'Vatten'),
			paragraph('c', boilerplate)
		);
		const { anchor, editor } = comment('sker årligen', twice);
		editor.remove(1);
		expect(outcome(anchor, editor)).not.toMatch(/exact|moved/);
	});
});

describe('a phrase that stands twice in its paragraph', () => {
	const twice = text(
		paragraph('b', 'Regionen ska bygga vägar. Regionen ska bygga skolor. Det är allt som står i beslutet om saken.')
	);

	test('is not taken for the other when its own sentence is deleted', () => {
		// The editor tells Yjs that "vägar. Regionen ska bygga " went: for Yjs the first phrase is still there.
		const { anchor, editor } = comment('Regionen ska bygga', twice);
		editor.delete(0, 0, 26);
		expect(outcome(anchor, editor)).toMatch(/^changed/);
	});

	test('is not taken for the other when a sentence like it is typed before it', () => {
		const once = text(paragraph('b', 'Regionen ska bygga skolor. Det är allt.'));
		const { anchor, editor } = comment('Regionen ska bygga', once);
		editor.type(0, 0, 'Regionen ska bygga vägar. ');
		expect(outcome(anchor, editor)).toMatch(/^changed/);
	});

	test('is not taken for a sentence typed or pasted before it, when its own is then split off', () => {
		const once = text(
			paragraph('b', 'Det är mycket viktigt. Regionen ska bygga skolor i alla kommuner som har sagt ja.')
		);
		const before = 'Regionen ska bygga vägar i alla kommuner som har sagt ja. ';
		const typed = comment('Regionen ska bygga', once);
		for (const [at, letter] of [...before].entries()) typed.editor.type(0, 23 + at, letter);
		typed.editor.split(0, 23 + before.length, 'second');
		expect(outcome(typed.anchor, typed.editor)).not.toMatch(/exact|moved/);
		const pasted = comment('Regionen ska bygga', once);
		pasted.editor.type(0, 23, before);
		pasted.editor.split(0, 23 + before.length, 'second');
		expect(outcome(pasted.anchor, pasted.editor)).not.toMatch(/exact|moved/);
	});

	test('is not taken for an exact copy of its sentence either, even where nothing but counting tells', () => {
		const sentence = 'Kommunerna ska delta i arbetet med vattnet i länet. ';
		const once = text(paragraph('b', `Jord, skog och vatten hör ihop. ${sentence}`));
		const { anchor, editor } = comment('Kommunerna', once);
		editor.type(0, 32, sentence);
		editor.split(0, 32 + sentence.length, 'second');
		expect(resolveAnchor(anchor, editor.content)).toMatchObject({ state: 'changed' });
		const { anchor: whole, editor: unsplit } = comment('Kommunerna', once);
		unsplit.type(0, 32, sentence);
		expect(resolveAnchor(whole, unsplit.content)).toMatchObject({ state: 'changed' });
	});

	test('stays exact when something far from both is typed', () => {
		const { anchor, editor } = comment('Regionen ska bygga', twice, 'b', 1);
		editor.type(0, 90, ' Punkt');
		expect(outcome(anchor, editor)).toBe('exact: Regionen ska bygga');
	});
});

describe('Yjs positions', () => {
	test('that belong to another document, or are no positions at all, leave the quote to decide', () => {
		const { anchor, editor } = comment(QUOTE);
		const stranger = new Y.Doc();
		stranger.getXmlFragment(FRAGMENT);
		expect(resolveAnchor(anchor, editor.content, stranger)).toMatchObject({ state: 'exact' });
		const broken = { ...anchor, relStart: new Uint8Array([9, 9, 9]), relEnd: new Uint8Array() };
		expect(resolveAnchor(broken, editor.content, editor.doc)).toMatchObject({ state: 'exact' });
	});

	test('are not believed where the content says something else', () => {
		const { anchor, editor } = comment(QUOTE);
		const masked = text(
			paragraph('b', 'Dialogen hålls öppen. Regionen ska [maskat] i hela länet. Uppföljning sker årligen.')
		);
		expect(resolveAnchor(anchor, masked, editor.doc)).toMatchObject({ state: 'changed', blockId: 'b' });
	});

	test('count in words as the block counts them, also when Yjs holds another Unicode form', () => {
		const doc = new Y.Doc();
		const element = new Y.XmlElement('paragraph');
		element.setAttribute('id', 'b');
		element.insert(0, [
			new Y.XmlText('va\u030Ard och va\u030Ard'),
			new Y.XmlElement('hardBreak'),
			new Y.XmlText('sist')
		]);
		doc.getXmlFragment(FRAGMENT).insert(0, [element]);
		const own = text({
			type: 'paragraph',
			id: 'b',
			content: [{ type: 'text', text: 'vård och vård' }, { type: 'break' }, { type: 'text', text: 'sist' }]
		});
		for (const [start, end] of [
			[9, 13],
			[14, 18],
			[5, 8]
		] as const) {
			const exact = 'vård och vård\nsist'.slice(start, end);
			const made = createAnchor(own, { scope: 'words', blockId: 'b', start, end, exact });
			const anchor = {
				...(made.ok ? made.anchor : { scope: 'whole' as const }),
				...relativePositions(doc, 'b', start, end)
			};
			expect(resolveAnchor(anchor, own, doc)).toEqual({ state: 'exact', blockId: 'b', start, end });
		}
		expect(relativePositions(doc, 'b', 13, 14)).toBeNull();
		expect(relativePositions(doc, 'b', 0, 99)).toBeNull();
		expect(relativePositions(doc, 'nej', 0, 1)).toBeNull();
	});
});

describe('a block or a section', () => {
	const make = (request: Parameters<typeof createAnchor>[1], on: TextContent = content): Anchor => {
		const made = createAnchor(on, request);
		if (!made.ok) throw new Error(made.reason);
		return made.anchor;
	};
	const state = (anchor: Anchor, now: TextContent): string => {
		const result = resolveAnchor(anchor, now);
		return result.state === 'removed' ? 'removed' : `${result.state} ${result.blockId}`;
	};
	const [a, b, c] = content.blocks;
	if (!a || !b || !c) throw new Error('three paragraphs');

	test('is exact, changed, moved or removed', () => {
		const anchor = make({ scope: 'block', blockId: 'a' });
		expect(state(anchor, text(c, a))).toBe('exact a');
		expect(state(anchor, text(paragraph('a', 'Kommunerna deltar i arbetet från slutet.'), b))).toBe('changed a');
		expect(state(anchor, text(paragraph('ny', 'Kommunerna deltar i arbetet från början.'), b))).toBe('moved ny');
		expect(state(anchor, text(paragraph('ny', 'Kommunerna deltar i arbetet från första början.'), b))).toBe(
			'changed ny'
		);
		expect(state(anchor, text(b, c))).toBe('removed');
	});

	test('whose id stayed on an empty half is where its words are', () => {
		const anchor = make({ scope: 'block', blockId: 'a' });
		expect(
			state(anchor, text(paragraph('a', ''), paragraph('ny', 'Kommunerna deltar i arbetet från början.'), b))
		).toBe('moved ny');
	});

	test('that had a twin is not taken for it', () => {
		const twins = text(paragraph('x', 'Ansvarig är regionen.'), paragraph('y', 'Ansvarig är regionen.'));
		expect(state(make({ scope: 'block', blockId: 'x' }, twins), text(paragraph('y', 'Ansvarig är regionen.')))).toBe(
			'removed'
		);
	});

	test('is a heading for a section, and only a heading', () => {
		const sections = text(heading('h', 'Jord och skog'), b);
		const anchor = make({ scope: 'section', sectionId: 'h' }, sections);
		expect(state(anchor, sections)).toBe('exact h');
		expect(state(anchor, text(heading('h', 'Jord, skog och vatten'), b))).toBe('changed h');
		expect(state(anchor, text(heading('ny', 'Jord och skog'), b))).toBe('moved ny');
		expect(state(anchor, text(paragraph('p', 'Jord och skog'), b))).toBe('removed');
		expect(resolveAnchor({ scope: 'whole' }, text())).toEqual({ state: 'exact', blockId: null, start: 0, end: 0 });
	});
});

test('five thousand anchors on five hundred blocks take a moment', { timeout: 30_000 }, () => {
	const subjects = ['skogen', 'vattnet', 'vården', 'vägarna', 'kulturen', 'energin', 'skolorna'];
	const blocks = Array.from({ length: 500 }, (_, n) =>
		paragraph(
			`p${n}`,
			`Regionen ska i punkt ${n} verka för ${subjects[n % 7] ?? ''} och följa upp arbetet. Ansvarig är regionen tillsammans med kommunerna.`
		)
	);
	const editor = new HeadlessEditor(1);
	editor.write(text(...blocks), { blockId: '', start: 0, end: 0 });
	const origin = editor.content;
	const all = leaves(origin);
	const anchors = Array.from({ length: 5000 }, (_, n): Anchor => {
		const leaf = all[n % all.length];
		const start = (n * 7) % 40;
		const exact = leaf?.plain.slice(start, start + 25) ?? '';
		const made = createAnchor(text(...(leaf ? [leaf.block] : [])), {
			scope: 'words',
			blockId: leaf?.blockId ?? '',
			start,
			end: start + 25,
			exact
		});
		return made.ok ? made.anchor : { scope: 'whole' };
	});
	for (let n = 0; n < 40; n++) editor.type(n * 11, 30 + n, 'nytt ord ');
	for (let n = 0; n < 40; n++) editor.delete(n * 7 + 3, 20, 30);
	for (let n = 0; n < 20; n++) editor.remove(n * 13);
	const started = process.cpuUsage();
	const results = resolveAll(anchors, editor.content, editor.onServer());
	const took = processorTime(started);
	if (process.env['SHOW']) console.log(`${Math.round(took)} ms`);
	expect(took).toBeLessThan(3000);
	expect(new Set(results.map((result) => result.state))).toEqual(new Set(['exact', 'changed', 'removed']));
});
