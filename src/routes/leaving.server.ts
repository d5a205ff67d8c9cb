import { redirect, type RequestEvent } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';

/** Ends what somebody is sent, by the code of a letter. An unknown code is no fault: it has been used. */
type Leave = (locals: App.Locals, code: string) => Promise<unknown>;
type Event = Pick<RequestEvent, 'locals' | 'request'>;

const codeIn = (url: URL): string => url.searchParams.get('kod') ?? '';

/** A page to leave by opens without leaving: mail scanners open links. Its button does. */
export async function leavePage<T>({ url }: Pick<RequestEvent, 'url'>, peek: (code: string) => Promise<T>) {
	const code = codeIn(url);
	return { code, found: await peek(code) };
}

export const leaveByButton = (leave: Leave) => async (event: Event) => {
	const form = await event.request.formData();
	return attempt(
		event,
		async () => {
			await leave(event.locals, text(form, '_code'));
			return { left: true };
		},
		form
	);
};

/** The mail program's own button (RFC 8058). Always the same answer: what was left is left. */
export const leaveByOneClick =
	(leave: Leave) =>
	async ({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>) => {
		await leave(locals, codeIn(url));
		return new Response(null, { status: 204 });
	};

/** A person who follows the mail program's address by hand gets the page with a button. */
export const toButton =
	(page: string) =>
	({ url }: Pick<RequestEvent, 'url'>): never =>
		redirect(303, localizeHref(`${page}?kod=${encodeURIComponent(codeIn(url))}`));
