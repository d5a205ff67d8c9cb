import { sql } from 'kysely';
import { roomName } from '#lib/protocol/rooms.ts';
import { sealAudit } from '#server/audit/seal.ts';
import type { Clock } from '#server/clock.ts';
import type { Config } from '#server/config.ts';
import { createCalendars } from '#server/calendar/service.ts';
import { createConsolidation } from '#server/consolidation/service.ts';
import { createConsultations } from '#server/consultations/service.ts';
import { openDatabase } from '#server/database/database.ts';
import { newId } from '#server/database/ids.ts';
import { createDialogues } from '#server/dialogues/service.ts';
import { createDocuments, type DocumentsDeps } from '#server/documents/service.ts';
import type { Documents } from '#server/documents/types.ts';
import { createFeed } from '#server/feed/feed.ts';
import { startingLinks } from '#server/demo/start.ts';
import { travellingClock } from '#server/demo/stage.ts';
import { createHosting } from '#server/hosting/service.ts';
import { createIdentity } from '#server/identity/service.ts';
import { createInvitations } from '#server/invitations/service.ts';
import { importFile, importPasted } from '#server/importing/service.ts';
import { createLimiter } from '#server/limiter.ts';
import { createJobs } from '#server/jobs/worker.ts';
import { createNotes } from '#server/live/notes-service.ts';
import { createSpoken } from '#server/live/spoken-service.ts';
import { createLive } from '#server/live/service.ts';
import { endCancelled } from '#server/live/session-commands.ts';
import { createKeptPages } from '#server/http/kept-pages.ts';
import type { Logger } from '#server/log.ts';
import { createNotices } from '#server/mail/notices.ts';
import { createMail } from '#server/mail/service.ts';
import { createMeetings } from '#server/meetings/service.ts';
import type { Meetings } from '#server/meetings/types.ts';
import { createModeration } from '#server/moderation/service.ts';
import { createNews } from '#server/news/service.ts';
import { createCourt } from '#server/permissions/court.ts';
import { createRegistrations } from '#server/registrations/service.ts';
import { createAddressReader } from '#server/realtime/address.ts';
import type { Limits } from '#server/realtime/limits.ts';
import { createRealtime } from '#server/realtime/service.ts';
import { createSubmissions } from '#server/submissions/service.ts';
import { readQueues } from '#server/watch/queries.ts';
import type { Watched } from '#server/watch/source.ts';

const LIVE_CONNECTIONS = 4;
const LIVE_ANSWER_MS = 20_000;

export type ApplicationOptions = {
	config: Config;
	/** As the application's role. */
	databaseUrl: string;
	log: Logger;
	clock: Clock;
	/** The live part's limits; tests and benches set their own. */
	limits?: Partial<Limits>;
	/** How many inputs one account may send in a minute. */
	inputsPerMinute?: number;
};

export type Application = Awaited<ReturnType<typeof createApplication>>;

/**
 * The composition root: builds every service from a configuration. All state of the process lives in what this
 * returns and in nothing else (SvelteKit bundles copies of our modules, so a module's state would exist twice).
 */
export async function createApplication({
	config,
	databaseUrl,
	log,
	clock,
	limits,
	inputsPerMinute
}: ApplicationOptions) {
	const { database, pool } = openDatabase(databaseUrl, log);
	// Of its own, so that a rush on the pages never keeps a text from being saved.
	const { database: liveDatabase, pool: livePool } = openDatabase(databaseUrl, log, LIVE_CONNECTIONS, {
		query_timeout: LIVE_ANSWER_MS
	});
	const feed = createFeed((error) => log.error({ error }, 'news could not be told'));
	const keptPages = createKeptPages();
	feed.onCommit(() => keptPages.forget());
	const time = travellingClock(clock);
	const deps = { database, clock: time, feed };
	const origin = () => config.origin;

	const identity = createIdentity({
		...deps,
		origin,
		secureCookies: config.secureCookies,
		onSignedOut: (what) => realtime.revoke('accountId' in what ? what : { sessionKey: what.sessionIdHash }),
		onAccessChanged: (accountId) => realtime.revoke({ accountId })
	});
	const realtime = createRealtime({
		...createCourt({ database, identity }),
		database: liveDatabase,
		feed,
		origin,
		addressOf: createAddressReader(config.trustedProxies),
		newId,
		log,
		limits
	});
	const existing = <T>(living: T | null, textId: string): T => {
		if (living === null) throw new Error(`There is no living text ${textId}`);
		return living;
	};
	const readText = async (textId: string) => existing(await realtime.readText(textId), textId);
	const dialogues = createDialogues(deps);
	const consultations = createConsultations(deps);
	const news = createNews({ ...deps, origin });
	const registrations = createRegistrations({ ...deps, origin });
	const { tellRegistered, seatsChanged, moveToLink } = registrations;
	const invitations = createInvitations({ ...deps, origin });
	const planned = createMeetings({
		...deps,
		tellRegistered,
		seatsChanged,
		moveToLink,
		endLive: (change, by, meeting) => endCancelled(deps, change, by, meeting)
	});
	const meetings: Meetings = {
		...planned,
		cancel: async (by, meetingId, reason) => {
			await planned.cancel(by, meetingId, reason);
			live.cancelled(meetingId);
		}
	};
	const hosting = createHosting({ ...deps, registrations });
	const calendars = createCalendars({ database, clock, meetings, origin });
	const consolidation = createConsolidation(deps);
	const documentDeps: DocumentsDeps = {
		...deps,
		readText,
		seedText: (tx, textId, update, accountId) => realtime.seedText(tx, { textId, kind: 'text', update, accountId }),
		onAccessChanged: ({ textId }) => realtime.revoke({ room: roomName('text', textId) })
	};
	const kept = createDocuments(documentDeps);
	const notes = createNotes({
		...documentDeps,
		readSealed: async (textId, db) => existing(await realtime.readStored(db, textId), textId)
	});
	const documents: Documents = {
		...kept,
		maskVersion: async (by, versionId, input) => {
			const masked = await kept.maskVersion(by, versionId, input);
			await live.masked(versionId);
			return masked;
		},
		/** Whoever has the text open is let out of the history that this one replaces. */
		importInto: async (by, documentId, ...rest) => {
			const imported = await kept.importInto(by, documentId, ...rest);
			await realtime.seeded(documentId, imported.epoch);
			return imported;
		}
	};
	const notices = createNotices(origin);
	const submissionDeps = {
		...deps,
		readText,
		sendReceipt: notices.sendReceipt,
		pace: createLimiter(inputsPerMinute ?? 60, 60_000)
	};
	const submissions = createSubmissions(submissionDeps);
	const spoken = createSpoken({ ...submissionDeps, documents });
	const live = createLive({
		...deps,
		documents,
		submissions,
		actsPerMinute: inputsPerMinute,
		onError: (error) => log.error({ error }, 'a meeting could not be told')
	});
	const moderation = createModeration({ ...deps, ...notices });
	const mail = createMail({
		...deps,
		log,
		smtpUrl: config.smtpUrl,
		mailFrom: config.mailFrom,
		demo: config.demo,
		origin
	});
	const jobs = createJobs({
		databaseUrl,
		log,
		tasks: {
			send_mail: ({ messageId }) => mail.send(messageId),
			// The log lies elsewhere than the database: a chain cut off at its end shows against what was logged.
			seal_audit: async () => {
				const heads = await sealAudit(database, clock);
				if (heads.length > 0) log.info({ heads }, 'audit trail sealed');
			},
			send_news: ({ postId }) => news.mail(postId),
			resolve_anchors: ({ versionId }) => submissions.resolvePlaces(versionId),
			remind_moderators: () => moderation.remind(),
			remove_expired: () =>
				Promise.all([
					identity.removeExpired(),
					mail.forgetSecrets(),
					mail.removeOld(),
					news.removeUnconfirmed(),
					registrations.removeNeeds(),
					invitations.removeOld(),
					live.closeForgotten()
				]),
			offer_seat: ({ meetingId }) => registrations.offerSeats(meetingId),
			send_mailing: ({ mailingId }) => invitations.writeLetters(mailingId),
			remind_registered: () => invitations.remind()
		}
	});
	const watched: Omit<Watched, 'requests'> = {
		live: realtime.metrics,
		jobs: jobs.tally,
		mail: mail.tally,
		pools: { pages: pool, live: livePool },
		queues: () => readQueues(database)
	};
	const announced: string[] = [];
	const services = {
		database,
		time,
		identity,
		dialogues,
		documents,
		consultations,
		news,
		meetings,
		registrations,
		invitations,
		submissions,
		moderation,
		consolidation
	};

	return {
		config,
		clock: time,
		log,
		database,
		feed,
		keptPages,
		identity,
		realtime,
		dialogues,
		documents,
		consultations,
		news,
		meetings,
		registrations,
		invitations,
		hosting,
		live,
		spoken,
		notes,
		calendars,
		importing: { importFile, importPasted },
		submissions,
		moderation,
		consolidation,
		mail,
		/** What can be measured of all this; whoever takes the requests adds theirs. */
		watched,
		/** What the demo is loaded with: the same services, and the clock that the loader may set. */
		demoServices: services,
		async start(): Promise<void> {
			await jobs.start();
			announced.push(...(await startingLinks(services, config, log)));
		},
		/** For `/halsa/redo`: what works now. The schema was migrated before the application was built. */
		async isReady() {
			const answers = await sql`select 1`.execute(database).then(
				() => true,
				() => false
			);
			return { database: answers, migrations: answers, jobs: jobs.ready() };
		},
		/** Lines for the terminal after start: links that open a door, shown once. */
		announcements: (): readonly string[] => announced.splice(0),
		async close(): Promise<void> {
			await jobs.stop();
			live.stop();
			await realtime.close();
			await mail.stop();
			await Promise.all([database.destroy(), liveDatabase.destroy()]);
		}
	};
}
