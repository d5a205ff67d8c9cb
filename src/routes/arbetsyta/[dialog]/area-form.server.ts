import { text } from '#lib/ui/action.server.ts';
import type { AreaInput } from '#server/dialogues/types.ts';
import type { AreaStatus } from '#server/dialogues/vocabulary.ts';
import { lines } from './form.server.ts';

/** Saves what `AreaForm` sends. Without an id the area is new. */
export async function saveArea({ app, by }: App.Locals, dialogueId: string, form: FormData): Promise<void> {
	const areaId = text(form, 'areaId');
	if (areaId === '') await app.dialogues.addArea(by, dialogueId, areaInput(form));
	else await app.dialogues.updateArea(by, dialogueId, areaId, areaInput(form));
}

const areaInput = (form: FormData): AreaInput => ({
	code: text(form, 'code'),
	name: text(form, 'name'),
	aliases: lines(form, 'aliases'),
	summary: text(form, 'summary'),
	status: text(form, 'status') as AreaStatus,
	dropReason: text(form, 'dropReason'),
	securityHint: form.has('securityHint'),
	...positionIn(text(form, 'position').trim())
});

const positionIn = (written: string) => (written === '' ? {} : { position: Number(written) });
