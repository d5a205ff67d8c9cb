import { m } from '#lib/paraglide/messages.js';
import { leaves } from '#lib/document/outline.ts';
import type { ChangeChoice } from '#lib/review/index.ts';
import type { Outcome } from '#lib/protocol/vocabulary.ts';
import { attempt, text } from '#lib/ui/action.server.ts';
import type { RequestEvent } from '@sveltejs/kit';
import { all, joined } from '../form.server.ts';

/** More than the two latest versions of a text would make the list longer than anybody reads. */
const VERSIONS = 2;

/** The sections that a change can be said to stand in, as this actor may read them. */
export async function changeChoices({ app, actor }: App.Locals, slug: string): Promise<ChangeChoice[]> {
	const dialogue = await app.dialogues.head(actor, slug);
	const documents = await app.documents.list(actor, dialogue.id);
	const heads = documents.filter((document) => document.latest !== null);
	return Promise.all(
		heads.map((document) => choiceOf(app, actor, { dialogueSlug: slug, documentSlug: document.slug }))
	);
}

type Address = { dialogueSlug: string; documentSlug: string };

async function choiceOf(app: App.Locals['app'], actor: App.Locals['actor'], address: Address): Promise<ChangeChoice> {
	const { title, versions } = await app.documents.head(actor, address);
	const numbers = versions.slice(0, VERSIONS).map(({ number }) => number);
	const views = await Promise.all(numbers.map((number) => app.documents.versionFor(actor, { ...address, number })));
	return {
		title,
		versions: views.map(({ version }) => ({
			versionId: version.versionId,
			number: version.number,
			name: version.label || String(version.number),
			headings: leaves(version.content)
				.filter((leaf) => leaf.blockId === leaf.sectionId && leaf.plain.trim() !== '')
				.map((leaf) => ({ blockId: leaf.blockId, text: leaf.plain }))
		}))
	};
}

/** Takes the position that a form holds, on every point chosen in it. */
export async function assessFrom(event: RequestEvent & { params: { dialog: string } }, publish: boolean) {
	const { locals, params, request } = event;
	const form = await request.formData();
	const pointIds = all(form, 'pointIds');
	const work = async () => {
		const [changeVersionId = '', changeBlockId = ''] = text(form, 'changePlace').split(':');
		await locals.app.consolidation.assess(locals.by, {
			pointIds,
			outcome: text(form, 'outcome') as Outcome,
			text: text(form, 'text'),
			target: text(form, 'target'),
			changeReference: text(form, 'changeReference').trim() || (await referenceTo(locals, params.dialog, form)),
			changeVersionId: changeVersionId || null,
			changeBlockId: changeBlockId || null,
			language: text(form, 'language').trim() || 'sv',
			publish
		});
		return { saved: { count: pointIds.length, published: publish } };
	};
	return attempt(event, work, joined(form, ['pointIds']));
}

/** What the chosen place is called, where nobody has written another name for it. */
async function referenceTo(locals: App.Locals, slug: string, form: FormData): Promise<string> {
	const [versionId, blockId] = text(form, 'changePlace').split(':');
	if (!versionId) return '';
	for (const choice of await changeChoices(locals, slug)) {
		const version = choice.versions.find((one) => one.versionId === versionId);
		if (version === undefined) continue;
		const heading = version.headings.find((one) => one.blockId === blockId)?.text ?? choice.title;
		return m.review_assess_reference_made({ heading, version: version.name }).slice(0, 300);
	}
	return '';
}
