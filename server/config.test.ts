import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig, withPort, type Environment } from './config.ts';

function problemsOf(env: Environment): readonly string[] {
	try {
		readConfig(env);
	} catch (error) {
		if (error instanceof ConfigError) return error.problems;
		throw error;
	}
	return [];
}

describe('configuration', () => {
	test('an empty environment is a first look on one machine: embedded database, loopback, demo', () => {
		expect(readConfig({})).toEqual({
			port: 3000,
			host: '127.0.0.1',
			metricsPort: null,
			origin: 'http://localhost:3000',
			secureCookies: false,
			databaseUrl: null,
			migrateDatabaseUrl: null,
			smtpUrl: null,
			mailFrom: 'Medskick <noreply@localhost>',
			dataDir: resolve('./data'),
			trustedProxies: [],
			adminEmail: null,
			demo: true,
			demoNow: null
		});
	});

	test('an empty variable counts as one that is not set', () => {
		expect(readConfig({ PORT: '', DATABASE_URL: ' ' })).toEqual(readConfig({}));
	});

	test('the origin follows the port, also one that is taken later, unless it is set', () => {
		expect(readConfig({ PORT: '8080' }).origin).toBe('http://localhost:8080');
		expect(withPort(readConfig({ PORT: '0' }), 49152)).toMatchObject({ port: 49152, origin: 'http://localhost:49152' });
		const set = readConfig({ PORT: '0', ORIGIN: 'https://dialog.example.se' });
		expect(withPort(set, 49152).origin).toBe('https://dialog.example.se');
	});

	test('cookies are secure wherever the origin is https', () => {
		expect(readConfig({ ORIGIN: 'https://dialog.example.se/' })).toMatchObject({
			origin: 'https://dialog.example.se',
			secureCookies: true
		});
		expect(readConfig({ ORIGIN: 'http://192.168.1.4:3000' }).secureCookies).toBe(false);
	});

	test.each([{ DATABASE_URL: 'postgres://app@db/medskick' }, { HOST: '0.0.0.0' }, { DEMO: '0' }])(
		'the demo is never loaded with %o',
		(env) => expect(readConfig(env).demo).toBe(false)
	);

	test('asking for the demo where it may not be loaded is refused rather than ignored', () => {
		expect(problemsOf({ DEMO: '1', HOST: '0.0.0.0' })).toEqual([expect.stringContaining('DEMO is 1')]);
		expect(problemsOf({ DEMO: '1' })).toEqual([]);
	});

	test.each<[string, string]>([
		['PORT', '70000'],
		['PORT', '3000x'],
		['PORT', '-1'],
		['HOST', 'http://localhost'],
		['METRICS_PORT', 'on'],
		['METRICS_PORT', '3000'],
		['ORIGIN', 'dialog.example.se'],
		['ORIGIN', 'https://dialog.example.se/start'],
		['DATABASE_URL', 'mysql://db/medskick'],
		['SMTP_URL', 'mail.example.se'],
		['TRUSTED_PROXY', '10.0.0.0/33'],
		['TRUSTED_PROXY', 'true'],
		['ADMIN_EMAIL', 'anna'],
		['MAIL_FROM', 'Medskick'],
		['DEMO', 'yes'],
		['DEMO_NOW', '2026-05-12'],
		['DEMO_NOW', '2026-05-12T09:30']
	])('%s=%s is refused by name and with an example', (name, value) => {
		const problems = problemsOf({ [name]: value });
		expect(problems).toHaveLength(1);
		expect(problems[0]).toMatch(new RegExp(`^${name} .*Example: ${name}=`));
	});

	test('every problem is told at once', () => {
		expect(problemsOf({ PORT: 'x', DEMO: 'x', ADMIN_EMAIL: 'x' })).toHaveLength(3);
	});

	test('a refused database address is not repeated, for it may hold a password', () => {
		expect(problemsOf({ DATABASE_URL: 'mysql://app:hemligt@db/medskick' }).join()).not.toContain('hemligt');
	});

	test('a second role without a database of its own makes no sense', () => {
		expect(problemsOf({ MIGRATE_DATABASE_URL: 'postgres://owner@db/medskick' })).toEqual([
			expect.stringContaining('without DATABASE_URL')
		]);
	});

	test('proxies are addresses and ranges of both kinds', () => {
		expect(readConfig({ TRUSTED_PROXY: '127.0.0.1, 10.0.0.0/8,fd00::/8' }).trustedProxies).toEqual([
			'127.0.0.1',
			'10.0.0.0/8',
			'fd00::/8'
		]);
	});
});
