import type { Block, TextContent } from '#lib/document/blocks.ts';
import { plainText } from '#lib/document/plain.ts';
import { importFile } from '#server/importing/service.ts';
import { fromWallClock } from './dates.ts';
import { type Stage, system } from './stage.ts';
import { type DemoTextName, readDemoText } from './texts.ts';

type TextPlan = { id: string; slug: string; name: DemoTextName; ordinal: number };

/** The scenario's documents and their texts. The decision version is the final proof carried further: same document. */
const TEXTS: TextPlan[] = [
	{ id: 'd-jsv-03', slug: 'jord-skog-och-vatten', name: 'jord-skog-och-vatten', ordinal: 1 },
	{ id: 'd-upp-03', slug: 'upplevelser', name: 'upplevelser', ordinal: 2 },
	{ id: 'd-dig-03', slug: 'digitala-losningar', name: 'digitala-losningar', ordinal: 3 },
	{ id: 'd-ene-03', slug: 'hallbar-energi', name: 'hallbar-energi', ordinal: 4 },
	{ id: 'd-prog-09', slug: 'program', name: 'slutkorrektur', ordinal: 5 },
	{ id: 'd-inb-09', slug: 'inbjudan-slutkorrektur', name: 'inbjudan', ordinal: 6 },
	{ id: 'd-red-10', slug: 'samradsredogorelse', name: 'samradsredogorelse', ordinal: 7 }
];

/** What the inputs changed: published after the consultations, so that everybody can compare. */
const CHANGED: { id: string; name: DemoTextName; label: string; date: string; note: string }[] = [
	{
		id: 'd-jsv-03',
		name: 'jord-skog-och-vatten-0.9',
		label: '0.9',
		date: '2026-09-07',
		note: 'Ändrad efter inspelen på underlaget.'
	},
	{
		id: 'd-upp-03',
		name: 'upplevelser-0.9',
		label: '0.9',
		date: '2026-09-07',
		note: 'Ändrad efter inspelen på underlaget.'
	},
	{
		id: 'd-dig-03',
		name: 'digitala-losningar-0.9',
		label: '0.9',
		date: '2026-09-07',
		note: 'Ändrad efter inspelen på underlaget.'
	},
	{
		id: 'd-ene-03',
		name: 'hallbar-energi-0.9',
		label: '0.9',
		date: '2026-09-07',
		note: 'Ändrad efter inspelen på underlaget.'
	},
	{ id: 'd-prog-09', name: 'beslutsversion', label: '1.0', date: '2026-09-14', note: 'Ändrad efter slutkorrekturen.' }
];

/** Publishes the texts on the days that the scenario names. */
export async function loadTexts(stage: Stage): Promise<void> {
	for (const plan of TEXTS) {
		const told = stage.scenario.documents.find((document) => document.id === plan.id);
		if (told === undefined) throw new Error(`The scenario has no document ${plan.id}`);
		stage.services.time.travel(fromWallClock(stage.shift.day(told.date), '07:30:00'));
		const text = await readText(stage, plan.name);
		const areaId = told.area === null ? null : (stage.areas.get(told.area) ?? null);
		const { documentId } = await stage.services.documents.create(system(), stage.dialogueId, {
			title: text.title,
			slug: plan.slug,
			areaId,
			ordinal: plan.ordinal
		});
		await stage.services.documents.importInto(system(), documentId, text.imported, {
			fileName: `${plan.name}.md`,
			replace: false
		});
		const { versionId } = await stage.services.documents.publish(system(), documentId, {
			label: told.version,
			stage: told.stage,
			note: ''
		});
		stage.versions.set(plan.id, { documentId, versionId, sections: sectionIds(text) });
	}
}

/** Publishes the changed versions. Blocks that are the same keep their ids, as they would in an edited text. */
export async function loadChangedTexts(stage: Stage): Promise<void> {
	for (const plan of CHANGED) {
		const known = stage.versions.get(plan.id);
		if (known === undefined) throw new Error(`The text ${plan.id} is not loaded`);
		stage.services.time.travel(fromWallClock(stage.shift.day(plan.date), '07:45:00'));
		const earlier = await stage.services.database
			.selectFrom('document_version')
			.select('content')
			.where('id', '=', known.versionId)
			.executeTakeFirstOrThrow();
		const text = await readText(stage, plan.name);
		const content = keepIds(text.imported.content, earlier.content as TextContent);
		const imported = { ...text.imported, content };
		await stage.services.documents.importInto(system(), known.documentId, imported, {
			fileName: `${plan.name}.md`,
			replace: true
		});
		const stageCode = plan.id === 'd-prog-09' ? 'decision_version' : 'consultation_version';
		await stage.services.documents.publish(system(), known.documentId, {
			label: plan.label,
			stage: stageCode,
			note: plan.note
		});
	}
}

type DemoText = {
	title: string;
	imported: Awaited<ReturnType<typeof importFile>>;
	headings: { code: string; heading: string }[];
};

async function readText({ shift }: Stage, name: DemoTextName): Promise<DemoText> {
	const { title, markdown, sections } = await readDemoText(name);
	const bytes = new TextEncoder().encode(shift.text(markdown));
	return { title, imported: await importFile(`${name}.md`, bytes), headings: sections };
}

function sectionIds({ imported, headings }: DemoText): Map<string, string> {
	const ids = new Map<string, string>();
	for (const { code, heading } of headings) {
		const block = imported.content.blocks.find((one) => one.type === 'heading' && plainText(one) === heading);
		if (block?.type === 'heading') ids.set(code, block.id);
	}
	return ids;
}

/** Gives blocks of the new text the ids of the blocks that stand in the same place in the old: by heading, then in order. */
function keepIds(content: TextContent, earlier: TextContent): TextContent {
	const old = bySection(earlier.blocks);
	const blocks = bySection(content.blocks).flatMap((section) => {
		const match = old.find((one) => one.heading === section.heading);
		return section.blocks.map((block, index) => withIdOf(block, match?.blocks[index]));
	});
	return { blocks };
}

function bySection(blocks: readonly Block[]): { heading: string; blocks: Block[] }[] {
	const sections: { heading: string; blocks: Block[] }[] = [];
	for (const block of blocks) {
		if (block.type === 'heading') sections.push({ heading: plainText(block), blocks: [block] });
		else if (sections.length === 0) sections.push({ heading: '', blocks: [block] });
		else sections.at(-1)?.blocks.push(block);
	}
	return sections;
}

function withIdOf(block: Block, old: Block | undefined): Block {
	if (old === undefined || old.type !== block.type) return block;
	return 'id' in block && 'id' in old ? { ...block, id: old.id } : block;
}
