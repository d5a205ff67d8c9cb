import type { CommandDeps, By } from '#server/database/transaction.ts';
import type { Actor, Person, Role, RoleGrant } from '#server/permissions/actor.ts';

/** The only cookie there is, ready for whoever writes the response header. */
export type SessionCookie = {
	name: string;
	value: string;
	attributes: { path: '/'; httpOnly: true; sameSite: 'lax'; secure: boolean; maxAge: number };
};

/** Who a request comes from. `sessionIdHash` names the session without being able to open it. */
export type Authenticated = { actor: Actor; sessionIdHash: string | null; refreshedCookie?: SessionCookie };

/** Somebody who has just got a session: set `cookie`; sockets of the old session have been closed. */
export type SignedIn = { actor: Person; sessionIdHash: string; cookie: SessionCookie };

/** Whose sockets must close: one session's, or every one of an account. */
export type SignedOut = { sessionIdHash: string } | { accountId: string };

export type Language = 'sv' | 'en';

/** `ip` is used for counting attempts and kept in memory only (domain R-13). */
export type LinkRequest = {
	email: string;
	language: Language;
	ip: string;
	/** Where to go after signing in: a path of ours, or null. */
	next?: string | null;
};

export type GuestInput = {
	/** '' for somebody who does not want to say (domain §2.15, Anonymous). */
	name: string;
	organisationName: string;
	organisationType: string;
	/** False where there is nothing to come back to yet, as after agreeing: the link is then made with the first input. */
	withReturnLink?: boolean;
	/** Where the visitor comes from; counted in memory and never stored (domain R-13). */
	ip?: string;
	/**
	 * What makes a repeated first input the same one, e.g. its idempotency key and content hash: when the answer was
	 * lost on the way, and the cookie with it, the same guest comes back instead of a second one (invariant 5).
	 */
	once?: string;
};

/** `secret` is set the one time a guest is made: the code of `/mitt/atervand?kod=…`. `cookie` is null where the session goes on. */
export type Guest = { actor: Person; sessionIdHash: string; cookie: SessionCookie | null; secret: string | null };

export type GrantInput = {
	dialogueId: string;
	accountId: string;
	role: Role;
	areaIds?: readonly string[] | null;
	organisationId?: string | null;
};

/** Somebody by e-mail address, with or without an account so far. */
export type InviteInput = Omit<GrantInput, 'accountId'> & { email: string; name: string };

/** An account as the administrator sees it: no content, only who and which roles. */
export type AccountView = {
	id: string;
	name: string;
	email: string;
	organisationName: string;
	organisationType: string;
	verified: boolean;
	isAdmin: boolean;
	disabled: boolean;
	createdAt: Date;
	roles: RoleGrant[];
};

export type NewAccount = { email: string; name: string; organisationName?: string; organisationType?: string };
export type ProfileInput = { name: string; organisationName: string; organisationType: string };
export type SessionView = { sessionIdHash: string; createdAt: Date; expiresAt: Date; current: boolean };

export type IdentityDeps = CommandDeps & {
	/** Scheme, host and port, without a final slash. Asked for each time: with port 0 it is known only after start. */
	origin: () => string;
	secureCookies: boolean;
	/** After commit: sockets of a session or an account that ended must close. */
	onSignedOut: (what: SignedOut) => void;
	/** After commit: what this account may do has changed; its sockets must be judged again. */
	onAccessChanged: (accountId: string) => void;
};

/** Everything about who somebody is. Each change is one transaction with its audit event. */
export type Identity = {
	cookieName: string;
	authenticate(cookieHeader: string | null | undefined): Promise<Authenticated>;
	/** The actor of an account, for jobs and tests; VISITOR where there is none or it is disabled. */
	actorOf(accountId: string): Promise<Actor>;

	/** Mails a sign-in link. Answers the same whether the address is known or not. Throws `bad_input`, `too_many`. */
	requestLink(by: By, request: LinkRequest): Promise<void>;
	/** What a link would do, without using it up: mail scanners open links. null where it would do nothing. */
	peekLink(code: string): Promise<{ email: string } | null>;
	/** Uses a link up. `session` is the caller's present session: a guest's inputs follow into the account. Throws `link_expired`. */
	useLink(by: By, input: { code: string; session: string | null }): Promise<SignedIn>;
	/** One link for the first administrator; null where there is an administrator or a live link. The address is complete. */
	firstAdministratorLink(email: string): Promise<string | null>;
	/** A link that signs in as somebody in the demo, for 12 hours. The address is complete. */
	demoLink(email: string): Promise<string>;

	ensureGuest(by: By, session: string | null, input: GuestInput): Promise<Guest>;
	/** Comes back to what a guest sent. Throws `link_expired`. */
	returnAsGuest(by: By, input: { secret: string; session: string | null; ip: string }): Promise<SignedIn>;

	signOut(by: By, session: string | null): Promise<SessionCookie>;
	signOutEverywhere(by: By): Promise<SessionCookie>;
	/** Every other session of the same account. */
	signOutElsewhere(by: By, session: string): Promise<void>;
	sessionsOf(by: By, session: string | null): Promise<SessionView[]>;

	updateProfile(by: By, input: ProfileInput): Promise<void>;
	createAccount(by: By, input: NewAccount): Promise<string>;
	disableAccount(by: By, accountId: string): Promise<void>;
	enableAccount(by: By, accountId: string): Promise<void>;
	setAdministrator(by: By, accountId: string, isAdmin: boolean): Promise<void>;
	accounts(by: By, filter?: { search?: string; page?: number }): Promise<{ accounts: AccountView[]; total: number }>;
	account(by: By, accountId: string): Promise<AccountView>;

	grantRole(by: By, input: GrantInput): Promise<void>;
	/** Gives a role to whoever has the address; answers the account's id. */
	inviteToRole(by: By, input: InviteInput): Promise<string>;
	revokeRole(by: By, input: { dialogueId: string; accountId: string; role: Role }): Promise<void>;
	/** Everybody with a role in a dialogue. */
	accountsOf(by: By, dialogueId: string): Promise<AccountView[]>;

	/** Writes into the trail that a person was refused something (domain C-04); `where` names the route. */
	noteRefusal(by: By, where: string): Promise<void>;
	/** Takes away links and sessions that have run out. Returns how many rows went. */
	removeExpired(): Promise<number>;
};
