import { describe, expect, test } from 'vitest';
import { isMedskickError } from '#server/errors.ts';
import scenario from './scenario.json' with { type: 'json' };
import { DEMO_TEXTS, parseDemoText, readDemoText, type DemoTextName } from './texts.ts';

const AREA_TEXTS = {
	JSV: 'jord-skog-och-vatten',
	UPP: 'upplevelser',
	DIG: 'digitala-losningar',
	ENE: 'hallbar-energi'
} as const;

const DOCUMENT_TEXTS: Record<string, DemoTextName> = {
	'd-jsv-03': 'jord-skog-och-vatten',
	'd-upp-03': 'upplevelser',
	'd-dig-03': 'digitala-losningar',
	'd-ene-03': 'hallbar-energi',
	'd-prog-09': 'slutkorrektur',
	'd-inb-09': 'inbjudan',
	'd-red-10': 'samradsredogorelse',
	'd-prog-10': 'beslutsversion'
};

const OUTCOME_LABELS: Record<string, string> = {
	accepted: 'Tillgodoses',
	partially_accepted: 'Tillgodoses delvis',
	already_covered: 'Finns redan med',
	not_accepted: 'Tillgodoses inte',
	noted: 'Noteras',
	answered: 'Besvaras',
	carried_forward: 'Tas vidare i genomförandet',
	out_of_scope: 'Hanteras inte här'
};

const points = scenario.submissions.flatMap((submission) =>
	submission.points.map((point) => ({ ...point, submission: submission.id, public: submission.publish !== 'no' }))
);

/** The words of one section, from its heading to the next. */
async function section(name: DemoTextName, code: string): Promise<string> {
	const { markdown, sections } = await readDemoText(name);
	const heading = sections.find((candidate) => candidate.code === code)?.heading;
	const found = markdown.split(/^(?=## )/m).find((part) => part.startsWith(`## ${heading}\n`));
	if (found === undefined) throw new Error(`${name} has no section ${code}`);
	return found.trimEnd();
}

function textOfSection(code: string): DemoTextName {
	const area = Object.entries(AREA_TEXTS).find(([prefix]) => code.startsWith(`${prefix}-`));
	return area === undefined ? 'slutkorrektur' : area[1];
}

const later = (name: keyof typeof AREA_TEXTS): DemoTextName => `${AREA_TEXTS[name]}-0.9`;

describe('every submission has a place to stand', () => {
	const codes = [...new Set(points.flatMap((point) => point.section ?? []))];

	test('the scenario names sections at all', () => expect(codes.length).toBeGreaterThan(15));

	test.each(codes)('%s exists in the text it belongs to', async (code) => {
		const { sections } = await readDemoText(textOfSection(code));
		expect(sections.map((candidate) => candidate.code)).toContain(code);
	});

	test.each([
		['DIG-1', 'fibern är utbyggd'],
		['DIG-1', 'på distans'],
		['DIG-3', 'testbädd'],
		['DIG-4', 'egna lösningar'],
		['ENE-1', 'lokalnätet'],
		['ENE-4', 'acceptans'],
		['ENE-4', 'lokal nytta'],
		['ENE-5', 'små åar'],
		['UPP-3', 'Allemansrätten'],
		['UPP-3', 'slitaget'],
		['UPP-4', 'korta yrkeskurser'],
		['JSV-4', 'inte högre uttag'],
		['JSV-8', 'arbetsro'],
		['1', 'smartspecialisering'],
		['1', '2027–2032'],
		['1', 'till och med 2033'],
		['5', 'nio regionala program']
	])('%s holds the words that a point is about: %s', async (code, words) => {
		expect(await section(textOfSection(code), code)).toContain(words);
	});

	test('storage is named before flexibility, which is what the grid company objects to', async () => {
		const [, body = ''] = (await section('hallbar-energi', 'ENE-2')).split(/\n\n/);
		expect(body.indexOf('lagring')).toBeGreaterThan(-1);
		expect(body.indexOf('flexibilitet')).toBeGreaterThan(body.indexOf('lagring'));
	});

	test('the upkeep of trails and games are not mentioned before somebody asks for them', async () => {
		expect(await section('upplevelser', 'UPP-3')).not.toMatch(/\bled(er|erna)?\b|underhåll|kostnad/);
		expect((await readDemoText('upplevelser')).markdown).not.toMatch(/e-sport|spelutveckling/i);
	});
});

describe('the later texts keep what the assessments promise', () => {
	test.each([
		['JSV', 'JSV-3', 'både kulturarv och näring'],
		['JSV', 'JSV-4', 'Markägarens beslut'],
		['JSV', 'JSV-4', 'inte högre uttag'],
		['JSV', 'JSV-5', 'huvudmän för dricksvatten'],
		['JSV', 'JSV-5', 'delas mellan dem som använder data'],
		['JSV', 'JSV-6', 'sammanlagd påverkan'],
		['JSV', 'JSV-7', 'kyla och lager'],
		['JSV', 'JSV-8', 'tid för kalvning, vinterbete och flyttvägar'],
		['JSV', 'JSV-8', 'arbetsro'],
		['JSV', 'JSV-bilaga-2', '| Målkonflikt'],
		['JSV', 'JSV-10', 'långsiktig finansiering'],
		['UPP', 'UPP-3', 'Tillgängliga leder och besöksmål ska prioriteras'],
		['UPP', 'UPP-3', 'dela ansvar och kostnader'],
		['DIG', 'DIG-1', 'Täckningen är ojämn'],
		['DIG', 'DIG-2', 'Spelutveckling'],
		['DIG', 'DIG-3', 'testmiljö'],
		['DIG', 'DIG-4', 'nationella ramverk för datadelning'],
		['DIG', 'DIG-6', 'nationella minoritetsspråk'],
		['ENE', 'ENE-1', 'överföringen till regionnätet'],
		['ENE', 'ENE-4', 'delaktighet och nytta för dem som berörs'],
		['ENE', 'ENE-4', 'lokal nytta']
	] as const)('%s 0.9: %s says %s', async (area, code, words) => {
		expect(await section(later(area), code)).toContain(words);
	});

	test.each([
		['DIG', /fibern är utbyggd|testbädd|egna lösningar/],
		['ENE', /acceptans|lokalnätet/i]
	] as const)('%s 0.9 no longer says what was taken back', async (area, gone) => {
		expect((await readDemoText(AREA_TEXTS[area])).markdown).toMatch(gone);
		expect((await readDemoText(later(area))).markdown).not.toMatch(gone);
	});

	test('flexibility comes before storage', async () => {
		const [, body = ''] = (await section('hallbar-energi-0.9', 'ENE-2')).split(/\n\n/);
		expect(body.indexOf('lagring')).toBeGreaterThan(body.indexOf('flexibilitet'));
	});

	test('a section changes if and only if a point about it led to a change', async () => {
		const changed: string[] = [];
		for (const area of ['JSV', 'UPP', 'DIG', 'ENE'] as const)
			for (const { code } of (await readDemoText(AREA_TEXTS[area])).sections)
				if ((await section(AREA_TEXTS[area], code)) !== (await section(later(area), code))) changed.push(code);
		const referred = points.flatMap((point) =>
			/accepted$/.test(point.assessment.outcome) && point.assessment.changeRef !== null
				? [...point.assessment.changeRef.matchAll(/(?:JSV|UPP|DIG|ENE)-\d+/g)].map(([code]) => code)
				: []
		);
		// JSV-4 is clarified though the point is not met, JSV-9 points to the new appendix, DIG-5 has the word of DIG-3.
		const expected = [...new Set([...referred, 'JSV-4', 'JSV-9', 'DIG-5'])];
		expect(changed.toSorted()).toEqual(expected.toSorted());
	});

	test('the version for decision mends exactly the errors that were found', async () => {
		const proof = (await readDemoText('slutkorrektur')).markdown;
		const decided = (await readDemoText('beslutsversion')).markdown;
		expect(proof.match(/smartspecialisering|2032|nio regionala program/g)).toHaveLength(3);
		expect(decided).not.toMatch(/smartspecialisering|2032|nio regionala/);
		expect(decided).toContain('åtta regionala program och ett nationellt');
		const kept = proof.split('\n').filter((line) => line !== '' && decided.split('\n').includes(line));
		expect(kept.length / proof.split('\n').filter((line) => line !== '').length).toBeGreaterThan(0.9);
	});
});

describe('the consultation report', () => {
	test('accounts for every public point once, by outcome', async () => {
		const report = await section('samradsredogorelse', 'RED-3');
		const given = [...report.matchAll(/\*\*(.+?)\.\*\*/g)].map(([, label]) => label);
		const published = points.filter((point) => point.public);
		expect(given.toSorted()).toEqual(published.map((point) => OUTCOME_LABELS[point.assessment.outcome]).toSorted());
	});

	test.each(DEMO_TEXTS)('%s names no sender in person and nothing that is kept back', async (name) => {
		const { markdown } = await readDemoText(name);
		for (const person of scenario.submissions.flatMap((submission) => submission.person ?? []))
			if (person !== 'Privatperson' && person !== 'Presidiet') expect(markdown).not.toContain(person.split(',')[0]);
		expect(markdown).not.toMatch(/vårdcentral|småskalig odling|natkarta|muskelsjukdom|rullstol/i);
	});
});

describe('the files', () => {
	test.each(DEMO_TEXTS)('%s has a title, headings and unique names for both codes and headings', async (name) => {
		const { title, sections } = await readDemoText(name);
		expect(title).not.toBe('');
		expect(sections.length).toBeGreaterThan(3);
		expect(sections.every((candidate) => candidate.heading !== '')).toBe(true);
		expect(new Set(sections.map((candidate) => candidate.heading)).size).toBe(sections.length);
	});

	test.each(scenario.documents)('$id has the title and the outline of the scenario', async ({ id, title, outline }) => {
		const name = DOCUMENT_TEXTS[id];
		if (name === undefined) throw new Error(`no text for ${id}`);
		const text = await readDemoText(name);
		expect(text.title).toBe(title);
		// The dialogue draft of JSV is given word for word and the version for decision refers to the final proof.
		if (id === 'd-jsv-03' || id === 'd-prog-10') return;
		expect(text.sections.map((candidate) => candidate.heading)).toEqual(outline.split(' · '));
	});

	test('the text that the scenario holds is kept word for word', async () => {
		for (const { id, heading, text } of scenario.draftText.sections)
			expect(await section('jord-skog-och-vatten', id)).toBe(`## ${heading}\n\n${text}`);
	});

	test('the Markdown that is handed on has neither title nor code comments', async () => {
		for (const name of DEMO_TEXTS) {
			const { markdown } = await readDemoText(name);
			expect(markdown.startsWith('## ')).toBe(true);
			expect(markdown).not.toMatch(/<!--|^# /m);
		}
	});

	test.each([
		['no title', '## A\n'],
		['no code', '# T\n\n## A\n'],
		['one code twice', '# T\n\n<!-- X-1 -->\n## A\n\n<!-- X-1 -->\n\n## B\n']
	])('a text with %s is refused', (_, source) => {
		expect(() => parseDemoText(source)).toThrow(
			expect.toSatisfy((error: unknown) => isMedskickError(error) && error.code === 'file_refused')
		);
	});
});
