import { verify } from '#server/audit/verify.ts';
import { ConfigError, readConfig, type Config, type Environment } from '#server/config.ts';
import { openDatabase, type Database } from '#server/database/database.ts';
import { visitEmbedded } from '#server/database/embedded-visit.ts';
import { hashMigrations } from '#server/database/migration-files.ts';
import { scrubText, type Logger } from '#server/log.ts';
import * as judge from './database.ts';
import { findingsAbout, type Finding } from './finding.ts';
import { judgeBuild, judgeConfiguration, judgeNode, judgeOrigin, type Installation } from './installation.ts';
import * as read from './queries.ts';
import { visitDisk, visitMail, visitServer } from './visits.ts';
import { judgeAudit, judgeDisk, judgeJobs, judgeMail, judgeServer, type AuditFacts } from './work.ts';

export type Examined = {
	environment: Environment;
	installation: Installation;
	log: Logger;
	/** Milliseconds since 1970; the machine's clock, or one that a test sets. */
	now: () => number;
	/** Every link of every audit chain instead of the newest. */
	deep: boolean;
};

/** How to get into the database; `started` when it runs only for us. */
type Way = { appUrl: string; ownerUrl: string; note: string; leave(): Promise<void> };

const LINKS = 2_000;
const CHAINS = 50;

/**
 * Looks at everything that a running Medskick depends on and changes nothing, whether or not one runs. A check that
 * cannot be made is a finding itself and keeps no other from being made.
 */
export async function examine(asked: Examined): Promise<Finding[]> {
	const { environment, installation } = asked;
	const found = [judgeNode(installation), judgeBuild(installation)];
	const config = configOf(environment);
	if ('problems' in config) return [...found, ...config.problems];
	found.push(judgeConfiguration(namesSet(environment)), ...judgeOrigin(config));
	found.push(...(await checked('database', () => examineDatabase(config, asked))));
	return [...found, ...(await checked('mail', async () => judgeMail(await visitMail(config))))];
}

function configOf(environment: Environment): Config | { problems: Finding[] } {
	try {
		return readConfig(environment);
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		return { problems: error.problems.map(findingOf) };
	}
}

/** A problem reads: what is wrong, then an example. */
function findingOf(problem: string): Finding {
	const [says = problem, ...rest] = problem.split('. ');
	return findingsAbout('configuration').error(says, rest.join('. ') || 'Correct it or leave it out');
}

const SETTINGS = [
	...['PORT', 'HOST', 'ORIGIN', 'METRICS_PORT', 'DATABASE_URL', 'MIGRATE_DATABASE_URL', 'SMTP_URL', 'MAIL_FROM'],
	...['DATA_DIR', 'TRUSTED_PROXY', 'ADMIN_EMAIL', 'DEMO', 'DEMO_NOW']
];

const namesSet = (environment: Environment): string[] => SETTINGS.filter((name) => environment[name]?.trim());

async function examineDatabase(config: Config, asked: Examined): Promise<Finding[]> {
	const { ok, error } = findingsAbout('database');
	const way = await wayIn(config, asked.log);
	if (way === null) {
		const none = ok(`none has been made in ${config.dataDir} yet; npm start makes it`);
		return [none, judgeServer(await visitServer(config, false)), await disk(config, null)];
	}
	const [app, owner] = [open(way.appUrl, asked.log), open(way.ownerUrl, asked.log)];
	try {
		const began = performance.now();
		const unreachable = await read.readClock(app.database).then(() => null, wordsOf);
		if (unreachable !== null) {
			const mend = 'Check DATABASE_URL, and whether Postgres runs and lets us in';
			return [error(`does not answer: ${unreachable}`, mend), await disk(config, null)];
		}
		const answers = ok(`answers after ${Math.round(performance.now() - began)} ms${way.note}`);
		return [answers, ...(await examineInside(app.database, owner.database, config, asked))];
	} finally {
		await Promise.all([app.database.destroy(), owner.database.destroy()]);
		await way.leave();
	}
}

async function wayIn(config: Config, log: Logger): Promise<Way | null> {
	const { databaseUrl: appUrl, migrateDatabaseUrl } = config;
	if (appUrl !== null) {
		return { appUrl, ownerUrl: migrateDatabaseUrl ?? appUrl, note: '', leave: async () => undefined };
	}
	const visit = await visitEmbedded(config.dataDir, log);
	return visit && { ...visit, note: visit.started ? ' (the embedded one, started for this)' : ' (the embedded one)' };
}

/** One connection that cannot change anything and waits for nothing long, under a name of its own. */
const open = (url: string, log: Logger) =>
	openDatabase(url, log, 1, {
		application_name: read.DOCTOR,
		onConnect: async (client) => {
			await client.query(`set default_transaction_read_only = on; set statement_timeout = '30s'`);
		}
	});

async function examineInside(app: Database, owner: Database, config: Config, asked: Examined): Promise<Finding[]> {
	const connected = await read.readConnected(app);
	const server = await visitServer(config, connected);
	const running = connected || (typeof server.ready === 'object' && server.ready !== null);
	const checks: [about: string, check: () => Promise<Finding[]>][] = [
		['server', async () => [judgeServer(server)]],
		['postgres', async () => judgePostgres(await read.readPostgres(app))],
		['roles', async () => judge.judgeRoles(await read.readRoles(app, owner))],
		[
			'migrations',
			async () => judge.judgeMigrations({ here: hashMigrations(), applied: await read.readMigrations(app) })
		],
		['clock', async () => [await clock(app, asked.now)]],
		['disk', async () => [await disk(config, await read.readSize(app))]],
		['jobs', async () => judgeJobs(await read.readJobs(app), running)],
		['audit', async () => judgeAudit(await audit(app, asked.deep), running)]
	];
	const found: Finding[] = [];
	for (const [about, check] of checks) found.push(...(await checked(about, check)));
	return found;
}

const judgePostgres = (facts: judge.PostgresFacts): Finding[] => [
	judge.judgeVersion(facts),
	judge.judgeConnections(facts),
	...judge.judgeDurability(facts),
	...judge.judgeSearch(facts)
];

async function clock(app: Database, now: () => number): Promise<Finding> {
	const before = now();
	const theirs = await read.readClock(app);
	return judge.judgeClock({ ours: (before + now()) / 2, theirs });
}

async function disk(config: Config, database: number | null): Promise<Finding> {
	const { free, total } = await visitDisk(config.dataDir);
	return judgeDisk({ folder: config.dataDir, free: config.databaseUrl === null ? free : null, total, database });
}

/** The newest links of the chains that grew last, so that the time it takes has a bound; `deep` has none. */
async function audit(app: Database, deep: boolean): Promise<AuditFacts> {
	const all = await read.readChains(app);
	const chains = deep ? all : all.slice(0, CHAINS);
	const facts: AuditFacts = {
		chains: all.length,
		links: 0,
		whole: true,
		fault: null,
		unsealed: await read.readUnsealed(app)
	};
	facts.whole = chains.length === all.length;
	for (const { chain, last } of chains) {
		const after = deep ? 0 : Math.max(0, last - LINKS);
		const verdict = await verify(app, chain, after);
		if (!verdict.intact) return { ...facts, fault: verdict };
		facts.links += last - after;
		facts.whole &&= after === 0;
	}
	return facts;
}

/** A check that fails says so in its own line. */
async function checked(about: string, check: () => Promise<Finding[]>): Promise<Finding[]> {
	try {
		return await check();
	} catch (error) {
		return [findingsAbout(about).error(`could not be examined: ${wordsOf(error)}`, 'Mend what is said above first')];
	}
}

/** Some errors of Node have several causes and no words of their own. */
function wordsOf(error: unknown): string {
	if (error instanceof AggregateError) return wordsOf(error.errors[0]);
	return scrubText(error instanceof Error ? error.message : String(error));
}
