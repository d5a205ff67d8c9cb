import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { parseContent } from '#lib/document/schema.ts';
import { isMedskickError } from '#server/errors.ts';
import { docx, item, p, run, styled, table, tracked } from './docx.fixture.ts';
import { importFile } from './service.ts';

/** Milliseconds of processor time: what else runs on the machine does not count. */
const processorTime = (since: NodeJS.CpuUsage): number => {
	const { user, system } = process.cpuUsage(since);
	return (user + system) / 1000;
};

const FILE = docx({
	links: { a: 'https://example.se' },
	comments: `<w:comment w:id="1" w:author="K">${p('Varför?')}</w:comment>`,
	footnotes: `<w:footnote w:id="1">${p('Not')}</w:footnote>`,
	body:
		styled('Rubrik1', 'Titel') +
		p(run('Text', '<w:b/>') + tracked('ins', 'K', 'ny') + '<w:r><w:footnoteReference w:id="1"/></w:r>') +
		p(`<w:hyperlink r:id="a">${run('länk')}</w:hyperlink>`) +
		item(1, 0, 'ett') +
		item(2, 1, 'två') +
		table([
			[p('a'), p('b')],
			[p('c'), p('d')]
		])
});

/** Reads or is refused in our own words; anything else fails the test. */
async function survives(bytes: Uint8Array): Promise<void> {
	try {
		const { content } = await importFile('x.docx', bytes);
		expect(parseContent(content)).toMatchObject({ ok: true });
	} catch (error) {
		if (!isMedskickError(error)) throw error;
		expect(['file_refused', 'file_unsupported', 'too_large']).toContain(error.code);
		expect(error.issues).toHaveLength(1);
	}
}

test('bytes at random are read or refused', async () => {
	await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), survives), { numRuns: 300 });
	await fc.assert(
		fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), (bytes) =>
			survives(Uint8Array.from([0x50, 0x4b, 3, 4, ...bytes]))
		)
	);
});

test('a Word file with bytes changed or cut off is read or refused', { timeout: 60_000 }, async () => {
	const change = fc.record({ at: fc.nat(FILE.length - 1), byte: fc.nat(255) });
	const damage = fc.record({
		changes: fc.array(change, { maxLength: 6 }),
		end: fc.integer({ min: 0, max: FILE.length }),
		cut: fc.boolean()
	});
	await fc.assert(
		fc.asyncProperty(damage, async ({ changes, end, cut }) => {
			const bytes = Uint8Array.from(FILE);
			for (const { at, byte } of changes) bytes[at] = byte;
			await survives(cut ? bytes.subarray(0, end) : bytes);
		}),
		{ numRuns: 300 }
	);
});

test('a Word file whose parts are shuffled markup is read or refused', { timeout: 60_000 }, async () => {
	const files = unzipSync(FILE);
	const names = Object.keys(files).filter((name) => name !== '[Content_Types].xml');
	const pieces = new Map(
		names.map((name) => [name, new TextDecoder().decode(files[name]).match(/<[^>]*>|[^<]+/g) ?? []])
	);
	const edit = fc.record({
		name: fc.constantFrom(...names),
		from: fc.nat(),
		to: fc.nat(),
		kind: fc.constantFrom('drop', 'double', 'move')
	});
	await fc.assert(
		fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
			const edited = new Map([...pieces].map(([name, list]) => [name, [...list]]));
			for (const { name, from, to, kind } of edits) {
				const list = edited.get(name) ?? [];
				const taken = list[from % list.length] ?? '';
				if (kind !== 'double') list.splice(from % list.length, 1);
				if (kind !== 'drop') list.splice(to % (list.length + 1), 0, taken);
			}
			const parts = [...edited].map(([name, list]) => [name, strToU8(list.join(''))] as const);
			await survives(zipSync({ ...files, ...Object.fromEntries(parts) }));
		}),
		{ numRuns: 300 }
	);
});

test('the content of an import is a valid text as the editor and the store want it', async () => {
	const { content, title } = await importFile('x.docx', FILE);
	expect(title).toBe('Titel');
	expect(parseContent(content)).toEqual({ ok: true, content });
});

test('a long report is read in seconds', { timeout: 20_000 }, async () => {
	const chapter = (n: number): string =>
		styled('Rubrik1', `Kapitel ${n}`) +
		p(run('Nästan allt som växer i länet. '.repeat(20)) + tracked('ins', 'K', 'nytt')).repeat(20);
	const long = docx({ body: Array.from({ length: 150 }, (_, n) => chapter(n)).join('') });
	const started = process.cpuUsage();
	const { report } = await importFile('lång.docx', long);
	expect(report.kept).toMatchObject({ headings: 150, paragraphs: 3000 });
	expect(processorTime(started)).toBeLessThan(10_000);
});
