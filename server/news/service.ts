import { knownId } from '#server/checks.ts';
import { MedskickError } from '#server/errors.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { authorize, can } from '#server/permissions/can.ts';
import { createPost, publishPost, revisePost, withdrawPost } from './commands.ts';
import { mailPost } from './mailing.ts';
import { createSubscriptionParts, type NewsDeps } from './parts.ts';
import { dialogueState, postById, postsOf, stepsOf, subscriptionsTo } from './queries.ts';
import { saveStep } from './steps.ts';
import { confirm, leave, peekConfirm, peekLeave, removeUnconfirmed, subscribe } from './subscriptions.ts';
import type { News } from './types.ts';
import { newsView, nextStepView, subscriptionView, workingNews } from './view.ts';

export function createNews(deps: NewsDeps): News {
	const parts = createSubscriptionParts(deps);
	return {
		subscribe: async (by, request) => subscribe(parts, by, { ...request, dialogueId: knownId(request.dialogueId) }),
		peekConfirm: (code) => peekConfirm(parts, code),
		peekLeave: (code) => peekLeave(parts, code),
		confirm: (by, code) => confirm(parts, by, code),
		leave: (by, code) => leave(parts, by, code),
		subscriptionsOf: async (actor) => {
			if (actor.kind !== 'person' || !actor.verified || actor.email === null) return [];
			return (await subscriptionsTo(deps.database, actor.email)).map(subscriptionView);
		},
		mail: (postId) => mailPost(deps, postId),
		removeUnconfirmed: () => removeUnconfirmed(parts),
		create: async (by, dialogueId, input) => createPost(deps, by, knownId(dialogueId), input),
		revise: async (by, postId, input) => revisePost(deps, by, knownId(postId), input),
		publish: async (by, postId) => publishPost(deps, by, knownId(postId)),
		withdraw: async (by, postId, reason) => withdrawPost(deps, by, knownId(postId), reason),
		saveStep: async (by, dialogueId, input) => saveStep(deps, by, knownId(dialogueId), input),
		list: async (actor, dialogueId) => {
			await mayRead(deps, actor, dialogueId);
			return (await postsOf(deps.database, dialogueId)).map(newsView).filter((view) => view !== null);
		},
		nextSteps: async (actor, dialogueId) => {
			await mayRead(deps, actor, dialogueId);
			return (await stepsOf(deps.database, dialogueId)).map(nextStepView);
		},
		working: async (actor, dialogueId) => {
			authorize(actor, 'news.write', { dialogueId: knownId(dialogueId) });
			return (await postsOf(deps.database, dialogueId)).map(workingNews);
		},
		workingOne: async (actor, dialogueId, postId) => {
			authorize(actor, 'news.write', { dialogueId: knownId(dialogueId) });
			const row = await postById(deps.database, knownId(postId));
			if (row?.dialogue_id !== dialogueId) throw new MedskickError('not_found');
			return workingNews(row);
		}
	};
}

async function mayRead(deps: NewsDeps, actor: Actor, dialogueId: string): Promise<void> {
	const dialogue = await dialogueState(deps.database, knownId(dialogueId));
	if (!dialogue || !can(actor, 'dialogue.read', { dialogueId, state: dialogue.state }))
		throw new MedskickError('not_found');
}
