import * as v from 'valibot';
import { hasControls } from '#server/checks.ts';
import { MedskickError, type Issue } from '#server/errors.ts';
import { POINT_KINDS } from '#lib/protocol/vocabulary.ts';

const MAX_TEXT = 5_000;

const line = (max: number) =>
	v.pipe(
		v.string(),
		v.normalize('NFC'),
		v.trim(),
		v.maxLength(max),
		v.check((text) => !hasControls(text))
	);
const uuid = v.pipe(v.string(), v.uuid());
const moment = v.optional(v.nullable(v.pipe(v.string(), v.isoTimestamp())), null);
const offset = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000));

const place = v.variant('scope', [
	v.strictObject({ scope: v.literal('whole') }),
	v.strictObject({ scope: v.literal('section'), blockId: line(64) }),
	v.strictObject({ scope: v.literal('block'), blockId: line(64) }),
	v.strictObject({
		scope: v.literal('words'),
		blockId: line(64),
		start: offset,
		end: offset,
		exact: v.pipe(v.string(), v.minLength(1), v.maxLength(4_000))
	})
]);

const pointText = v.pipe(
	v.string(),
	v.transform((text) => text.normalize('NFC').replaceAll('\r\n', '\n').trim()),
	v.nonEmpty('empty'),
	v.maxLength(MAX_TEXT, 'too_long'),
	v.check((text) => !hasControls(text), 'control')
);

/** What a sender hands in at one time: one record, with one or more points (domain 0.1, finding 1). */
export const SubmitSchema = v.strictObject({
	versionId: uuid,
	parentId: v.optional(v.nullable(uuid), null),
	points: v.pipe(
		v.array(v.strictObject({ kind: v.picklist(POINT_KINDS), text: pointText, place })),
		v.minLength(1),
		v.maxLength(50)
	),
	sender: v.strictObject({
		anonymous: v.boolean(),
		name: line(120),
		organisationName: line(160),
		organisationType: v.pipe(line(40), v.nonEmpty()),
		email: v.pipe(
			line(254),
			v.check((text) => text === '' || /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text), 'email')
		)
	}),
	language: v.optional(v.pipe(line(12), v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)), 'sv'),
	acceptLate: v.optional(v.boolean(), false),
	keepIdentityNumbers: v.optional(v.boolean(), false),
	idempotencyKey: v.optional(v.nullable(line(64)), null),
	writtenAt: moment,
	sentAt: moment,
	writtenBy: v.optional(v.nullable(line(64)), null)
});
export type SubmitInput = v.InferOutput<typeof SubmitSchema>;
export type PlaceInput = SubmitInput['points'][number]['place'];

/** What somebody wrote, whenever and by whatever device it is sent. */
export const contentOf = <T extends Partial<SubmitInput>>({
	writtenAt: _written,
	sentAt: _sent,
	writtenBy: _by,
	...content
}: T) => content;

const ADVICE: Record<string, Issue> = {
	empty: { field: 'text', sv: 'Skriv din synpunkt innan du skickar in.', en: 'Write your comment before you send it.' },
	too_long: {
		field: 'text',
		sv: `Texten är för lång. Korta den till högst ${MAX_TEXT} tecken, eller dela den i flera synpunkter.`,
		en: `The text is too long. Shorten it to at most ${MAX_TEXT} characters, or split it into several comments.`
	},
	control: {
		field: 'text',
		sv: 'Texten innehåller tecken som inte går att visa. Skriv om den utan dem.',
		en: 'The text holds characters that cannot be shown. Write it without them.'
	},
	email: {
		field: 'email',
		sv: 'Skriv en e-postadress med @, till exempel namn@example.org.',
		en: 'Write an e-mail address with @, for example name@example.org.'
	}
};
const FIELD_ADVICE: Record<string, Issue> = {
	kind: { field: 'kind', sv: 'Välj vad det är för slags synpunkt.', en: 'Choose what kind of comment it is.' },
	name: {
		field: 'name',
		sv: 'Namnet är för långt eller innehåller tecken som inte går att spara. Skriv högst 120 tecken.',
		en: 'The name is too long or holds characters that cannot be stored. Write at most 120 characters.'
	},
	organisationName: {
		field: 'organisationName',
		sv: 'Skriv organisationens namn med högst 160 tecken.',
		en: 'Write the organisation’s name with at most 160 characters.'
	},
	organisationType: {
		field: 'organisationType',
		sv: 'Välj vilken typ av organisation du företräder.',
		en: 'Choose the type of organisation you represent.'
	}
};

/** The input, or `bad_input` with what to mend, field by field. */
export function parseSubmit(input: unknown): SubmitInput {
	const result = v.safeParse(SubmitSchema, input);
	if (result.success) return result.output;
	throw new MedskickError('bad_input', result.issues.slice(0, 10).map(advice));
}

function advice(issue: v.BaseIssue<unknown>): Issue {
	const key = issue.path
		?.map((item) => String(item.key))
		.findLast((part) => part in FIELD_ADVICE || part === 'email' || part === 'text');
	const known =
		ADVICE[issue.message] ??
		(key === undefined ? undefined : (FIELD_ADVICE[key] ?? (key === 'email' ? ADVICE.email : undefined)));
	if (known !== undefined) return known;
	const where = issue.path?.map((item) => String(item.key)).join('.') ?? '';
	return {
		sv: `Uppgiften ${where} går inte att läsa. Läs om sidan och försök igen.`,
		en: `The value ${where} cannot be read. Reload the page and try again.`
	};
}
