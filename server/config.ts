import { isIP } from 'node:net';
import { resolve } from 'node:path';

/** Everything that differs between installations. Read once, by `main.ts`; nothing else looks at the environment. */
export type Config = {
	/** 0 takes a free port. */
	port: number;
	host: string;
	/** Where metrics are served, on loopback alone; 0 takes a free port, null serves none. */
	metricsPort: number | null;
	/** Scheme, host and port as a browser writes them, without a final slash. */
	origin: string;
	/** Cookies carry `__Host-` and `Secure` wherever the origin is https. */
	secureCookies: boolean;
	/** null means the embedded database in `dataDir`. */
	databaseUrl: string | null;
	/** A role that may change the schema; null means the same role for both. */
	migrateDatabaseUrl: string | null;
	/** null means that mail waits in the outbox. */
	smtpUrl: string | null;
	mailFrom: string;
	/** Absolute path. */
	dataDir: string;
	/** Addresses or ranges (CIDR) whose `X-Forwarded-For` is believed. */
	trustedProxies: readonly string[];
	adminEmail: string | null;
	/** May the demo be loaded? Only on the embedded database, bound to loopback, and not with `DEMO=0`. */
	demo: boolean;
	/** The demo's own *now*; null shifts the demo into the present week. */
	demoNow: Date | null;
};

export type Environment = Record<string, string | undefined>;

/** What is wrong with the environment: one sentence per variable, ready to print. */
export class ConfigError extends Error {
	readonly problems: readonly string[];
	constructor(problems: readonly string[]) {
		super(problems.join('\n'));
		this.name = 'ConfigError';
		this.problems = problems;
	}
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);
const EMAIL = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;
const HOST = /^[a-z0-9.-]+$/i;

/** The configuration that `env` describes. Throws `ConfigError` with every problem at once. */
export function readConfig(env: Environment): Config {
	const problems: string[] = [];
	const read = <T>(name: string, example: string, parse: (value: string) => T, otherwise: T): T => {
		const value = env[name]?.trim();
		if (value === undefined || value === '') return otherwise;
		try {
			return parse(value);
		} catch (error) {
			const why = error instanceof Error ? error.message : String(error);
			problems.push(`${name} ${why}. Example: ${name}=${example}`);
			return otherwise;
		}
	};
	const port = read('PORT', '3000', parsePort, 3000);
	const origin = read('ORIGIN', 'https://dialog.example.se', parseOrigin, localOrigin(port));
	const host = read('HOST', '0.0.0.0', parseHost, '127.0.0.1');
	const metricsPort = read('METRICS_PORT', '9464', parsePort, null);
	if (metricsPort !== null && metricsPort !== 0 && metricsPort === port) {
		problems.push(`METRICS_PORT is ${port}, which is the port of the pages. Example: METRICS_PORT=9464`);
	}
	const databaseUrl = read('DATABASE_URL', 'postgres://app:secret@db.example.se/medskick', parseDatabaseUrl, null);
	const demo = read('DEMO', '0', parseSwitch, null);
	const demoPossible = databaseUrl === null && LOOPBACK.has(host);
	if (demo === true && !demoPossible) {
		problems.push(
			'DEMO is 1, but the demo is only loaded on the embedded database and bound to loopback. ' +
				'Leave out DATABASE_URL and HOST, or set DEMO=0'
		);
	}
	const config: Config = {
		port,
		host,
		metricsPort,
		origin,
		secureCookies: origin.startsWith('https://'),
		databaseUrl,
		migrateDatabaseUrl: read(
			'MIGRATE_DATABASE_URL',
			'postgres://owner:secret@db.example.se/medskick',
			parseDatabaseUrl,
			null
		),
		smtpUrl: read('SMTP_URL', 'smtps://user:secret@mail.example.se', parseSmtpUrl, null),
		mailFrom: read('MAIL_FROM', 'Medskick <noreply@example.se>', parseMailbox, 'Medskick <noreply@localhost>'),
		dataDir: resolve(read('DATA_DIR', '/var/lib/medskick', parsePath, './data')),
		trustedProxies: read('TRUSTED_PROXY', '127.0.0.1,10.0.0.0/8', parseProxies, []),
		adminEmail: read('ADMIN_EMAIL', 'anna.holm@example.se', parseEmail, null),
		demo: demoPossible && demo !== false,
		demoNow: read('DEMO_NOW', '2026-05-12T09:30:00+02:00', parseTime, null)
	};
	if (config.migrateDatabaseUrl !== null && databaseUrl === null) {
		problems.push('MIGRATE_DATABASE_URL is set without DATABASE_URL. Set both, or neither for the embedded database');
	}
	if (problems.length > 0) throw new ConfigError(problems);
	return config;
}

const localOrigin = (port: number): string => `http://localhost:${port}`;

/** The same configuration, now that a free port has been taken in place of port 0. */
export function withPort(config: Config, port: number): Config {
	return { ...config, port, origin: config.origin === localOrigin(0) ? localOrigin(port) : config.origin };
}

function parsePort(value: string): number {
	const port = Number(value);
	if (!/^\d+$/.test(value) || port > 65_535) throw new Error(`is "${value}", which is not a port from 0 to 65535`);
	return port;
}

function parseHost(value: string): string {
	if (isIP(value) === 0 && !HOST.test(value)) throw new Error(`is "${value}", which is not a host name or an address`);
	return value;
}

function parseOrigin(value: string): string {
	const url = parseUrl(value, ['http:', 'https:']);
	if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') {
		throw new Error('should hold only scheme, host and port, without a path');
	}
	return url.origin;
}

const parseDatabaseUrl = (value: string): string => (parseUrl(value, ['postgres:', 'postgresql:']), value);
const parseSmtpUrl = (value: string): string => (parseUrl(value, ['smtp:', 'smtps:']), value);

/** The value itself stays out of the message: such an address may hold a password. */
function parseUrl(value: string, schemes: readonly string[]): URL {
	const url = URL.canParse(value) ? new URL(value) : null;
	const wanted = schemes.map((scheme) => `${scheme}//`).join(' or ');
	if (url === null || !schemes.includes(url.protocol)) throw new Error(`is not an address that begins with ${wanted}`);
	return url;
}

function parseEmail(value: string): string {
	if (!EMAIL.test(value)) throw new Error(`is "${value}", which is not an e-mail address`);
	return value.toLowerCase();
}

/** `Name <address>` or only the address. */
function parseMailbox(value: string): string {
	const address = /<([^<>]*)>$/.exec(value)?.[1] ?? value;
	if (!/^[^\s@<>]+@[^\s@<>]+$/.test(address)) throw new Error(`is "${value}", which holds no e-mail address`);
	return value;
}

function parsePath(value: string): string {
	if (value.includes('\0')) throw new Error('holds a character that no path may hold');
	return value;
}

function parseSwitch(value: string): boolean {
	if (value !== '0' && value !== '1') throw new Error(`is "${value}", which is neither 0 nor 1`);
	return value === '1';
}

function parseTime(value: string): Date {
	const time = new Date(value);
	if (!/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(value) || Number.isNaN(time.getTime())) {
		throw new Error(`is "${value}", which is not a date and time with its zone`);
	}
	return time;
}

function parseProxies(value: string): string[] {
	const proxies = value.split(',').map((proxy) => proxy.trim());
	for (const proxy of proxies) {
		const [address = '', prefix] = proxy.split('/');
		const bits = isIP(address) === 6 ? 128 : 32;
		const prefixFits = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
		if (isIP(address) === 0 || !prefixFits) throw new Error(`holds "${proxy}", which is not an address or a range`);
	}
	return proxies;
}
