import type { RequestEvent } from '@sveltejs/kit';
import type { EditingData } from '#lib/editing/index.ts';
import { attempt, text } from '#lib/ui/action.server.ts';
import { MedskickError } from '#server/errors.ts';
import type { NotesWork } from '#server/live/notes-service.ts';
import type { LiveHead } from '#server/live/service.ts';
import { accountIdOf, type Actor } from '#server/permissions/actor.ts';
import { can } from '#server/permissions/can.ts';
import { livingText } from '../../../dokument/[dokument]/redigera/living.server.ts';
import { yesOrNo } from '../led/input.server.ts';
import type { Actions, PageServerLoad } from './$types';

type Event = RequestEvent<{ dialog: string; mote: string }>;
type Asked = Pick<Event, 'locals' | 'params' | 'url'>;

const addressOf = ({ params }: Pick<Event, 'params'>) => ({ dialogueSlug: params.dialog, meetingSlug: params.mote });

/** `?visa=lasare` shows the notes as their readers will see them. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { app, actor } = locals;
	const head = await app.live.ledMeeting(actor, addressOf({ params }));
	const notes = await app.notes.work(actor, addressOf({ params }));
	const editing = notes === null ? null : await editingOf({ locals, params, url }, notes);
	return { head, notes, editing, mask: maskingOf(actor, head, notes) };
};

/** Where words of the record are masked, for those who may. */
function maskingOf(actor: Actor, { dialogue }: LiveHead, notes: NotesWork | null): string | null {
	if (notes?.number == null || !can(actor, 'version.mask', { dialogueId: dialogue.id })) return null;
	return `/arbetsyta/${dialogue.slug}/dokument/${notes.slug}/maskera?version=${notes.number}`;
}

async function editingOf({ locals, params, url }: Asked, notes: NotesWork): Promise<EditingData> {
	const asOf = locals.app.realtime.newsClock();
	const living = await livingText(locals, notes.documentId);
	const home = `/arbetsyta/${params.dialog}/moten/${params.mote}/anteckningar`;
	const document = `/arbetsyta/${params.dialog}/dokument/${notes.slug}`;
	return {
		documentId: notes.documentId,
		accountId: accountIdOf(locals.actor) ?? '',
		title: notes.title,
		slug: notes.slug,
		epoch: living.epoch,
		content: living.content,
		mayWrite: notes.mayWrite,
		previewing: url.searchParams.get('visa') === 'lasare',
		sharedSince: notes.sharedSince,
		points: null,
		asOf,
		links: {
			document: home,
			upload: `${document}/redigera/bilder`,
			points: `${document}/redigera/synpunkter`,
			preview: `${home}?visa=lasare`,
			publish: null,
			share: null,
			reading: notes.path,
			compare: null,
			desk: null,
			import: null
		}
	};
}

export const actions: Actions = {
	begin: (event) =>
		perform(event, async (meetingId) => {
			await event.locals.app.notes.begin(event.locals.by, meetingId);
			return 'begin';
		}),
	show: (event) =>
		perform(event, async (meetingId, form) => {
			const open = yesOrNo(form, 'open');
			await event.locals.app.notes.show(event.locals.by, meetingId, open);
			return open ? 'show' : 'hide';
		}),
	close: (event) =>
		perform(event, async (meetingId, form) => {
			// What cannot be undone is not done for a form that lost its fields.
			if (text(form, 'part') !== 'close') throw new MedskickError('bad_input');
			await event.locals.app.notes.close(event.locals.by, meetingId, {
				commentsUntil: text(form, 'commentsUntil').trim()
			});
			return 'close';
		})
};

type Done = 'begin' | 'show' | 'hide' | 'close';

async function perform(event: Event, work: (meetingId: string, form: FormData) => Promise<Done>) {
	const form = await event.request.formData();
	return attempt(
		event,
		async () => {
			const { meetingId } = await event.locals.app.live.ledMeeting(event.locals.actor, addressOf(event));
			return { done: await work(meetingId, form) };
		},
		form
	);
}
