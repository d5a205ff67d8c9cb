import { countOf, findingsAbout, type Finding } from './finding.ts';

/** What Postgres says of itself. */
export type PostgresFacts = {
	/** As `server_version_num`: 180004. */
	version: number;
	/** `pg_settings` by name. */
	settings: Record<string, string>;
	extensions: readonly string[];
	available: readonly string[];
	/** Does the full text search know that *Åsikterna* is a form of *åsikt*? */
	stems: boolean;
};

const OLDEST = 16;
/** Pools of one process: pages 12, texts 4, jobs 4; and some for tools and for the embedded guard. */
const CONNECTIONS = 25;
const EXTENSIONS = ['citext', 'unaccent'];

export function judgeVersion({ version }: PostgresFacts): Finding {
	const { ok, error } = findingsAbout('postgres');
	const [major, minor] = [Math.floor(version / 10_000), version % 10_000];
	if (major >= OLDEST) return ok(`version ${major}.${minor}`);
	return error(`version ${major}.${minor} is too old`, `Move to Postgres ${OLDEST} or newer`);
}

/** What is acknowledged must survive a power cut: these three settings decide it. */
export function judgeDurability({ settings }: PostgresFacts): Finding[] {
	const { ok, warning, error } = findingsAbout('durability');
	const found: Finding[] = [];
	for (const name of ['fsync', 'full_page_writes']) {
		if (settings[name] === 'on') continue;
		found.push(
			error(`${name} is ${settings[name]}: a power cut may destroy the database`, `Set ${name} = on in postgresql.conf`)
		);
	}
	if (settings.synchronous_commit === 'off') {
		const says = 'synchronous_commit is off; our own transactions ask for it, others of this database do not';
		found.push(warning(says, 'Set synchronous_commit = on'));
	}
	return found.length > 0 ? found : [ok('fsync, full_page_writes and synchronous_commit are on')];
}

export function judgeConnections({ settings }: PostgresFacts): Finding {
	const { ok, warning } = findingsAbout('connections');
	const free = Number(settings.max_connections) - Number(settings.superuser_reserved_connections);
	if (free >= CONNECTIONS) return ok(`Postgres takes ${free}`);
	return warning(`Postgres takes ${free}, and one process uses up to ${CONNECTIONS}`, 'Raise max_connections');
}

export function judgeSearch({ extensions, available, stems }: PostgresFacts): Finding[] {
	const { ok, error } = findingsAbout('search');
	const missing = EXTENSIONS.filter((name) => !extensions.includes(name));
	const found = missing.map((name) =>
		available.includes(name)
			? error(`the extension ${name} is not installed in this database`, 'Start Medskick, which installs it')
			: error(`the extension ${name} is not at hand`, "Install Postgres's contrib package")
	);
	if (!stems)
		found.push(error('full text search does not know Swedish', 'Install Postgres with its text search dictionaries'));
	return found.length > 0 ? found : [ok('Swedish full text, citext and unaccent are there')];
}

const CLOCK_WARNING_MS = 2_000;
const CLOCK_ERROR_MS = 60_000;

/** Sessions and the audit trail take their times from both. `ours` is our time halfway between question and answer. */
export function judgeClock({ ours, theirs }: { ours: number; theirs: number }): Finding {
	const { ok, warning, error } = findingsAbout('clock');
	const off = Math.abs(ours - theirs);
	if (off < CLOCK_WARNING_MS) return ok(`ours and the database's are ${Math.round(off)} ms apart`);
	const says = `ours is ${Math.round(off / 1_000)} s ${ours > theirs ? 'ahead of' : 'behind'} the database's`;
	const mend = 'Let both machines take their time from the same servers (chrony, systemd-timesyncd)';
	return off < CLOCK_ERROR_MS ? warning(says, mend) : error(says, mend);
}

/** Who the two roles are, and what the application's may do to tables that are kept for good. */
export type RoleFacts = {
	app: { name: string; superuser: boolean };
	owner: { name: string; mayCreate: boolean };
	/** Such as `update audit_event`. */
	excess: readonly string[];
	/** Tables that a query of the application would be refused. */
	closed: readonly string[];
};

export function judgeRoles({ app, owner, excess, closed }: RoleFacts): Finding[] {
	const { ok, warning, error } = findingsAbout('roles');
	const found: Finding[] = [];
	const start = 'Start Medskick, which grants and takes away what it should';
	if (app.superuser)
		found.push(error(`${app.name} is a superuser and may do anything`, 'Give DATABASE_URL a role of its own'));
	if (!owner.mayCreate) {
		found.push(
			error(`${owner.name} may not change the schema`, 'Let MIGRATE_DATABASE_URL name the role that owns the database')
		);
	}
	if (closed.length > 0) found.push(error(`${app.name} may not read ${closed.join(', ')}`, start));
	if (app.name === owner.name) {
		const says = `${app.name} both owns the database and runs the application: only triggers guard the audit trail`;
		found.push(warning(says, 'Use two roles: DATABASE_URL and MIGRATE_DATABASE_URL'));
	} else if (excess.length > 0 && !app.superuser) {
		found.push(error(`${app.name} may ${excess.join(', ')}`, start));
	}
	const fine = `${owner.name} changes the schema; ${app.name} can neither change nor delete what is kept for good`;
	return found.length > 0 ? found : [ok(fine)];
}

/** Names with the SHA-256 of each file: those that lie here, and those that were applied (null: not recorded). */
export type MigrationFacts = { here: Record<string, string>; applied: Record<string, string | null> };

export function judgeMigrations({ here, applied }: MigrationFacts): Finding[] {
	const { ok, error } = findingsAbout('migrations');
	const missing = Object.keys(here).filter((name) => !(name in applied));
	const unknown = Object.keys(applied).filter((name) => !(name in here));
	const changed = Object.entries(here).filter(([name, hash]) => (applied[name] ?? hash) !== hash);
	const found: Finding[] = [];
	if (missing.length > 0) found.push(error(`not applied: ${missing.join(', ')}`, 'Start Medskick, which applies them'));
	if (unknown.length > 0) {
		const says = `the database is newer than this version and knows ${unknown.join(', ')}`;
		found.push(error(says, 'Install the version that made them, or a newer one'));
	}
	if (changed.length > 0) {
		const names = changed.map(([name]) => name).join(', ');
		found.push(
			error(`changed since they were applied: ${names}`, 'Put the released files back: the schema may differ from them')
		);
	}
	return found.length > 0 ? found : [ok(`${countOf(Object.keys(here).length, 'file')}, all applied and unchanged`)];
}
