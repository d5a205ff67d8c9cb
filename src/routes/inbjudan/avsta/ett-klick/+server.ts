import { redirect } from '@sveltejs/kit';
import { localizeHref } from '#lib/ui/language.ts';
import type { RequestHandler } from './$types';

/** The mail program's own button (RFC 8058). Always the same answer: who has said no has said no. */
export const POST: RequestHandler = async ({ locals, url }) => {
	await locals.app.invitations.refuse(locals.by, url.searchParams.get('kod') ?? '');
	return new Response(null, { status: 204 });
};

/** A person who follows the address by hand gets a page with a button. */
export const GET: RequestHandler = ({ url }) =>
	redirect(303, localizeHref(`/inbjudan/avsta?kod=${encodeURIComponent(url.searchParams.get('kod') ?? '')}`));
