import { findIdentityNumbers } from '#lib/document/identity-number.ts';
import type { PointKind } from '#lib/protocol/vocabulary.ts';
import type { FieldIssue } from '#lib/ui/fields.ts';
import { wordsFromText } from './place-key.ts';
import type { PlaceName } from './places.ts';
import type { PlaceTarget, Writer } from './types.ts';

/** What the form holds, as its fields do: texts. `words` is `start-end` in the place's plain text, or ''. */
export type Fields = {
	kind: string;
	text: string;
	words: string;
	language: string;
	anonymous: boolean;
	writer: Writer;
	acceptLate: boolean;
	keepIdentityNumbers: boolean;
	idempotencyKey: string;
};

/** What the server takes in (`SubmitInput`); it parses this again. */
export type SendBody = {
	versionId: string;
	parentId: string | null;
	points: { kind: PointKind; text: string; place: PlaceTarget }[];
	sender: Writer & { anonymous: boolean };
	language: string;
	acceptLate: boolean;
	keepIdentityNumbers: boolean;
	idempotencyKey: string;
	writtenAt: string | null;
};

export type Context = {
	versionId: string;
	parentId: string | null;
	place: PlaceName | undefined;
	kinds: readonly PointKind[];
};

/** The place that the form's choice of words leads to. */
export function targetOf(place: PlaceName | undefined, words: string): PlaceTarget {
	if (place === undefined) return { scope: 'whole' };
	const { blockId } = place;
	const span = wordsFromText(words);
	const exact = span ? place.plain.slice(span.start, span.end) : '';
	if (span && exact !== '') return { scope: 'words', blockId, ...span, exact };
	return { scope: place.what === 'section' ? 'section' : 'block', blockId };
}

/** What can be seen to be wrong before anything is sent; the server says the same and more. */
export function issuesOf(fields: Fields, isReply: boolean): FieldIssue[] {
	const issues: FieldIssue[] = [];
	if (!isReply && fields.kind === '') {
		issues.push({ field: 'kind', sv: 'Välj vad det är för slags synpunkt.', en: 'Choose what kind of comment it is.' });
	}
	if (fields.text.trim() === '') {
		issues.push({
			field: 'text',
			sv: 'Skriv din synpunkt innan du skickar in.',
			en: 'Write your comment before you send it.'
		});
	}
	if (!fields.anonymous && fields.writer.organisationType === '') {
		issues.push({
			field: 'organisationType',
			sv: 'Välj vilken typ av organisation du företräder.',
			en: 'Choose the type of organisation you represent.'
		});
	}
	if (!fields.keepIdentityNumbers && findIdentityNumbers(fields.text).length > 0) {
		issues.push({
			field: 'keepIdentityNumbers',
			sv: 'Texten ser ut att innehålla ett personnummer. Ta bort det, eller bekräfta att det ska vara med.',
			en: 'The text seems to hold a personal identity number. Remove it, or confirm that it should be there.'
		});
	}
	return issues;
}

const isOneOf = <T extends string>(values: readonly T[], value: string): value is T =>
	values.some((one) => one === value);

/** The input to send. A kind that is not taken here becomes `other`, which the server refuses where it must. */
export function bodyOf(fields: Fields, context: Context, writtenAt: string | null): SendBody {
	const { writer, anonymous } = fields;
	const nobody = { name: '', organisationName: '', organisationType: 'private_person', email: '' };
	const isPrivate = writer.organisationType === 'private_person';
	return {
		versionId: context.versionId,
		parentId: context.parentId,
		points: [
			{
				kind: isOneOf(context.kinds, fields.kind) ? fields.kind : 'other',
				text: fields.text,
				place: targetOf(context.place, fields.words)
			}
		],
		sender: {
			anonymous,
			...(anonymous ? nobody : { ...writer, organisationName: isPrivate ? '' : writer.organisationName })
		},
		language: fields.language,
		acceptLate: fields.acceptLate,
		keepIdentityNumbers: fields.keepIdentityNumbers,
		idempotencyKey: fields.idempotencyKey,
		writtenAt
	};
}

/** When something was written, as the server takes it: an input may wait for its connection. */
export const writtenNow = (): string => new Date().toISOString();
