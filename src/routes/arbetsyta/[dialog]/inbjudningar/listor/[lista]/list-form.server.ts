import { organisationTypeChoices } from '#lib/labels/index.ts';
import { text } from '#lib/ui/action.server.ts';
import type { ListInput } from '#server/invitations/types.ts';

/** The file, else what was pasted. */
export async function listInput(form: FormData): Promise<ListInput> {
	const file = form.get('file');
	if (file instanceof File && file.size > 0)
		return { format: 'sheet', text: decoded(await file.arrayBuffer()), typeNames: typeNames() };
	return { format: 'addresses', text: text(form, 'pasted'), typeNames: typeNames() };
}

/** What was looked at, sent again to be kept. */
export const keptInput = (form: FormData): ListInput => ({
	format: text(form, 'format'),
	text: text(form, '_text'),
	typeNames: typeNames()
});

/** Programs that write sheets as text write them in UTF-8 or, where they are older, in the code page of Windows. */
function decoded(bytes: ArrayBuffer): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder('windows-1252').decode(bytes);
	}
}

const typeNames = (): Map<string, string> =>
	new Map(organisationTypeChoices().map(({ value, label }) => [label.toLowerCase(), value]));
