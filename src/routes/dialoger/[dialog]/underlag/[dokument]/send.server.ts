import { createHash } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import { text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import type { ReceiptView } from '#lib/protocol/reading.ts';
import { bodyOf } from '#lib/reading/compose.ts';
import { placeFromAddress, QUERY } from '#lib/reading/place-key.ts';
import { namePlaces } from '#lib/reading/places.ts';
import { POINT_KINDS } from '#lib/protocol/vocabulary.ts';
import { checkWriter, writerKey } from '#server/identity/writer.ts';
import { contentOf, parseSubmit, type SubmitInput } from '#server/submissions/parse.ts';
import type { GuestInput } from '#server/identity/types.ts';
import type { InView } from './view.server.ts';

type Event = Pick<RequestEvent, 'locals' | 'cookies' | 'url' | 'getClientAddress'>;

/**
 * `returnLink` is the personal link to come back by, said once, when sending made a guest. `writer` names whoever it was
 * received from (`writerKey`).
 */
export type Sent = { submissionId: string; receipt: ReceiptView; returnLink: string | null; writer: string };

/** Takes in one input: everything is checked before a visitor becomes a guest (no cookie for what is refused). */
export async function send(event: Event, { view }: InView, body: unknown): Promise<Sent> {
	const input = parseSubmit(body);
	const { submissions } = event.locals.app;
	const asVisitor = event.locals.actor.kind === 'visitor';
	if (asVisitor) {
		checkWriter(event.locals.actor, input.writtenBy);
		await submissions.check(event.locals.by, input, view.documentId);
	}
	const { sender } = input;
	const { by, returnLink } = await asPerson(event, {
		name: sender.anonymous ? '' : sender.name,
		organisationName: sender.anonymous ? '' : sender.organisationName,
		organisationType: sender.anonymous ? 'private_person' : sender.organisationType,
		...(input.idempotencyKey === null ? {} : { once: onceOf(input) })
	});
	// Whoever wrote it as a visitor is the guest that it made of them.
	const taken = asVisitor ? { ...input, writtenBy: null } : input;
	const { submissionId, ...receipt } = await submissions.submit(by, taken, view.documentId);
	const shown = { ...receipt, receivedAt: receipt.receivedAt.toISOString() };
	return { submissionId, receipt: shown, returnLink, writer: writerKey(by.actor) };
}

const onceOf = (input: SubmitInput): string =>
	createHash('sha256')
		.update(JSON.stringify(contentOf(input)))
		.digest('hex');

/** Who acts: the account of the session, or a guest made now, whose cookie goes with the answer. */
export async function asPerson(
	{ locals, cookies, url, getClientAddress }: Event,
	input: GuestInput
): Promise<{ by: App.Locals['by']; returnLink: string | null; newGuest: boolean }> {
	const guest = await locals.app.identity.ensureGuest(locals.by, locals.sessionIdHash, {
		...input,
		ip: getClientAddress()
	});
	if (guest.cookie !== null) cookies.set(guest.cookie.name, guest.cookie.value, guest.cookie.attributes);
	const returnLink =
		guest.secret === null
			? null
			: `${url.origin}${localizeHref('/mitt/atervand')}?kod=${encodeURIComponent(guest.secret)}`;
	return { by: { ...locals.by, actor: guest.actor }, returnLink, newGuest: guest.cookie !== null };
}

/** The form without JavaScript as the same body that the browser's script sends. */
export function bodyFromForm(form: FormData, url: URL, { content }: InView): unknown {
	const place = placeFromAddress(url.searchParams.get(QUERY.comment));
	const parentId = url.searchParams.get(QUERY.reply);
	const fields = {
		kind: text(form, 'kind'),
		text: text(form, 'text'),
		words: text(form, 'words'),
		language: text(form, 'language') || 'sv',
		anonymous: form.has('anonymous'),
		writer: {
			name: text(form, 'name'),
			organisationName: text(form, 'organisationName'),
			organisationType: text(form, 'organisationType'),
			email: text(form, 'email')
		},
		acceptLate: text(form, 'acceptLate') === 'yes',
		keepIdentityNumbers: form.has('keepIdentityNumbers'),
		idempotencyKey: text(form, 'idempotencyKey')
	};
	const context = {
		versionId: text(form, 'versionId'),
		parentId,
		place: place === null ? undefined : namePlaces(content).get(place),
		kinds: POINT_KINDS
	};
	const body = bodyOf(fields, context, null);
	return {
		...body,
		idempotencyKey: fields.idempotencyKey || null,
		points: withKind(body.points, parentId, fields.kind)
	};
}

/** A kind that was not chosen is something to mend, and not *other*; replies have none to choose. */
const withKind = (points: { kind: string }[], parentId: string | null, kind: string) =>
	points.map((point) => ({ ...point, kind: parentId === null ? kind : 'other' }));
