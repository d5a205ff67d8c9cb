import { randomUUID } from 'node:crypto';
import { createClock, type Clock } from '#server/clock.ts';
import { openDatabase } from '#server/database/database.ts';
import { newId } from '#server/database/ids.ts';
import type { By } from '#server/database/transaction.ts';
import { createFeed } from '#server/feed/feed.ts';
import { createIdentity } from '#server/identity/service.ts';
import type { SessionCookie, SignedIn, SignedOut } from '#server/identity/types.ts';
import { createLog } from '#server/log.ts';
import { VISITOR, type Actor } from '#server/permissions/actor.ts';
import { testDatabaseUrl } from './postgres.ts';

export const as = (actor: Actor): By => ({ actor, requestId: randomUUID() });
export const visitor = (): By => as(VISITOR);

/** What a browser would send back after it got this cookie. */
export const cookieHeader = ({ name, value }: SessionCookie): string => `other=1; ${name}=${value}`;

/** A clock whose machine time can be moved; everything else uses `createClock`. */
export function movableClock(): Clock & { pass(ms: number): void } {
	const clock = createClock(null);
	let ahead = 0;
	return {
		now: clock.now,
		real: () => new Date(Date.now() + ahead),
		pass: (ms) => void (ahead += ms)
	};
}

/** Identity alone on a fresh database, with what it told its surroundings. */
export async function testIdentity(options: { secureCookies?: boolean } = {}) {
	const { appUrl, ownerUrl, drop } = await testDatabaseUrl();
	const log = createLog({ level: 'fatal' });
	const { database } = openDatabase(appUrl, log);
	const clock = movableClock();
	const feed = createFeed(() => undefined);
	const signedOut: SignedOut[] = [];
	const accessChanged: string[] = [];
	const deps = { database, clock, feed };
	const identity = createIdentity({
		...deps,
		origin: () => 'https://dialog.example.org',
		secureCookies: options.secureCookies ?? true,
		onSignedOut: (what) => void signedOut.push(what),
		onAccessChanged: (accountId) => void accessChanged.push(accountId)
	});

	/** The code in the newest letter to an address. */
	async function mailedCode(email: string): Promise<string> {
		const { text_body } = await database
			.selectFrom('mail_message')
			.select('text_body')
			.where('to_address', '=', email)
			.orderBy('id', 'desc')
			.limit(1)
			.executeTakeFirstOrThrow();
		return /kod=([\w-]+)/.exec(text_body)?.[1] ?? '';
	}

	let callers = 0;
	async function signIn(email: string, by: By = visitor(), session: string | null = null): Promise<SignedIn> {
		await identity.requestLink(by, { email, language: 'sv', ip: `192.0.2.${++callers % 250}` });
		return identity.useLink(by, { code: await mailedCode(email), session });
	}

	async function administrator(email = 'admin@example.org'): Promise<SignedIn> {
		const link = new URL((await identity.firstAdministratorLink(email)) ?? '');
		return identity.useLink(visitor(), { code: link.searchParams.get('kod') ?? '', session: null });
	}

	/** A dialogue in its first state, straight into the table: what it holds does not matter here. */
	async function dialogue(): Promise<string> {
		const id = newId();
		const at = new Date();
		const row = { id, slug: `d-${id}`, type: 'other', title: 'Dialog', created_at: at, updated_at: at };
		await database.insertInto('dialogue').values(row).execute();
		return id;
	}

	const close = async () => {
		await database.destroy();
		await drop();
	};
	const told = { signedOut, accessChanged };
	return {
		identity,
		database,
		deps,
		clock,
		ownerUrl,
		appUrl,
		log,
		told,
		mailedCode,
		signIn,
		administrator,
		dialogue,
		close
	};
}

export type TestIdentity = Awaited<ReturnType<typeof testIdentity>>;
