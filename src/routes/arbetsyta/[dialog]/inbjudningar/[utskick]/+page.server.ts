import { attempt, text } from '#lib/ui/action.server.ts';
import { municipalities } from '#server/dialogues/municipalities.ts';
import type { SavedMessage } from '#server/invitations/types.ts';
import { all, joined } from '../../form.server.ts';
import { invitingDialogue } from '../invitations.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const BOXES = ['audience', 'organisationTypes', 'municipalities'];

export const load: PageServerLoad = async ({ locals, params }) => {
	const { app, actor } = locals;
	const { id, slug } = await invitingDialogue(locals, params.dialog);
	const mailing = await app.invitations.mailing(actor, id, params.utskick);
	const isDraft = mailing.state === 'draft';
	const [reach, lists, region] = await Promise.all([
		isDraft ? app.invitations.reach(actor, id, mailing.id) : null,
		app.invitations.lists(actor, id),
		app.dialogues.region()
	]);
	const { own, others } = municipalities(region.countyCode);
	return { slug, mailing, reach, lists, municipalities: own.length > 0 ? own : others, sends: app.mail.sends };
};

export const actions: Actions = {
	save: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { id } = await invitingDialogue(locals, params.dialog);
				await locals.app.invitations.update(locals.by, id, params.utskick, mailingInput(form));
				return { done: 'saved' as const };
			},
			joined(form, BOXES)
		);
	},
	test: (event) =>
		act(event, async ({ app, by }, dialogueId, mailingId) => ({
			done: 'tested' as const,
			...(await app.invitations.sendTest(by, dialogueId, mailingId))
		})),
	send: (event) =>
		act(event, async ({ app, by }, dialogueId, mailingId) => {
			await app.invitations.send(by, dialogueId, mailingId);
			return { done: 'sending' as const };
		}),
	pause: (event) =>
		act(event, async ({ app, by }, dialogueId, mailingId) => {
			await app.invitations.pause(by, dialogueId, mailingId);
			return { done: 'paused' as const };
		}),
	reports: async ({ locals, params, request }) => {
		const told = new FormData();
		told.set('part', 'reports');
		return attempt(
			{ request },
			async () => {
				const { id } = await invitingDialogue(locals, params.dialog);
				const messages = await savedMessages(await request.formData());
				return { reports: await locals.app.invitations.takeReports(locals.by, id, messages) };
			},
			told
		);
	},
	resume: (event) =>
		act(event, async ({ app, by }, dialogueId, mailingId) => {
			await app.invitations.resume(by, dialogueId, mailingId);
			return { done: 'resumed' as const };
		})
};

/** A form without a chosen file sends one without a name and without bytes. */
const savedMessages = (form: FormData): Promise<SavedMessage[]> =>
	Promise.all(
		form
			.getAll('reports')
			.filter((file): file is File => file instanceof File && file.size > 0)
			.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }))
	);

/** A button without fields. */
async function act<T>(
	{ locals, params, request }: RequestEvent,
	work: (locals: App.Locals, dialogueId: string, mailingId: string) => Promise<T>
) {
	const form = await request.formData();
	return attempt(
		{ request },
		async () => {
			const { id } = await invitingDialogue(locals, params.dialog);
			return work(locals, id, params.utskick);
		},
		form
	);
}

/** Lists stand among the audience by their ids, beside those that are not lists. */
const NO_LISTS = ['participants', 'other_dialogues', 'organisations'];

function mailingInput(form: FormData) {
	const audience = all(form, 'audience');
	const pace = text(form, 'lettersPerMinute').trim();
	return {
		subject: text(form, 'subject'),
		text: text(form, 'text'),
		subjectEn: text(form, 'subjectEn'),
		textEn: text(form, 'textEn'),
		lettersPerMinute: /^\d{1,4}$/.test(pace) ? Number(pace) : NaN,
		audience: {
			participants: audience.includes('participants'),
			otherDialogues: audience.includes('other_dialogues'),
			organisations: audience.includes('organisations'),
			organisationTypes: all(form, 'organisationTypes'),
			municipalities: all(form, 'municipalities'),
			listIds: audience.filter((one) => !NO_LISTS.includes(one))
		}
	};
}
