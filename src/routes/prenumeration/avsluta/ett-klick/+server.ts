import { redirect } from '@sveltejs/kit';
import { localizeHref } from '#lib/ui/language.ts';
import type { RequestHandler } from './$types';

/** The mail program's own button (RFC 8058). Always the same answer: a list that was left is left. */
export const POST: RequestHandler = async ({ locals, url }) => {
	await locals.app.news.leave(locals.by, url.searchParams.get('kod') ?? '');
	return new Response(null, { status: 204 });
};

/** A person who follows the address by hand gets a page with a button. */
export const GET: RequestHandler = ({ url }) =>
	redirect(303, localizeHref(`/prenumeration/avsluta?kod=${encodeURIComponent(url.searchParams.get('kod') ?? '')}`));
