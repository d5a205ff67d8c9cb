import type { AskedState, OwnLive } from '#lib/protocol/live.ts';
import { accountIdOf, type Actor } from '#server/permissions/actor.ts';
import { askedBy, supportedBy } from './asked-queries.ts';
import type { LiveDeps } from './parts.ts';
import { hasJoined, latestSession } from './queries.ts';
import { answersOf } from './quick-queries.ts';

const NOTHING: OwnLive = { joined: false, answers: {}, late: [], asked: [], supported: [] };

type Came = { question: string; written_at: Date | null; changed_at: Date; closed_at: Date | null };

const lateAnswer = ({ question, written_at, changed_at, closed_at }: Came): OwnLive['late'] =>
	written_at === null || closed_at === null || changed_at <= closed_at
		? []
		: [{ question, writtenAt: written_at.toISOString(), sentAt: changed_at.toISOString() }];

/** What one person has answered, asked and supported in a meeting. Nobody else is sent it. */
export async function readOwn({ database }: LiveDeps, actor: Actor, meetingId: string): Promise<OwnLive> {
	const accountId = accountIdOf(actor);
	if (accountId === null) return NOTHING;
	const session = await latestSession(database, meetingId);
	const [joined, answers, asked, supported] = await Promise.all([
		session === undefined ? false : hasJoined(database, session.id, accountId),
		answersOf(database, meetingId, accountId),
		askedBy(database, meetingId, accountId),
		supportedBy(database, meetingId, accountId)
	]);
	return {
		joined,
		answers: Object.fromEntries(
			answers.map(({ question_id, choices, text, words }) => [question_id, { choices, text, words }])
		),
		late: answers.flatMap(lateAnswer),
		asked: asked.map(({ id, text, state }) => ({ id, text, state: state as AskedState })),
		supported
	};
}
