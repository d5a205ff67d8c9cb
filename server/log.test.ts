import { describe, expect, test } from 'vitest';
import { createLog, type Logger } from './log.ts';

function logged(act: (log: Logger) => void, readable = false): string {
	const lines: string[] = [];
	act(createLog({ readable, write: (line) => void lines.push(line) }));
	return lines.join('');
}

describe('the log', () => {
	test('is one JSON object a line, with time and level', () => {
		const line: unknown = JSON.parse(logged((log) => log.info({ rooms: 3 }, 'started')));
		expect(line).toEqual({ level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), rooms: 3, msg: 'started' });
	});

	test('never holds an e-mail address, wherever it stands', () => {
		const error = new Error('duplicate key: (anna.holm@example.se)');
		const text = logged((log) => {
			log.warn('could not reach anna.holm@example.se');
			log.warn({ email: 'anna', deep: { list: ['to anna.holm@example.se'] } }, 'mail');
			log.error(error);
			log.error({ err: error });
			log.error({ error: error.message }, 'failed');
		});
		expect(text).not.toMatch(/anna/);
		expect(text.trim().split('\n')).toHaveLength(5);
	});

	test('never holds a password, a token, an identity number or what a person wrote', () => {
		const text = logged((log) => {
			log.info({ token: 'abc123', headers: { cookie: 'session=abc123' }, text: 'abc123' }, 'request');
			log.error('postgres://app:abc123@db/medskick refused');
			log.info({ reason: 'wrote 19121212-1212' }, 'warned');
		});
		expect(text).not.toMatch(/abc123|1212-1212/);
	});

	test('never holds the row that a database error quotes', () => {
		const error = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (x)=(hemligt) exists' });
		const text = logged((log) => log.error({ err: error }, 'command failed'));
		expect(text).toContain('23505');
		expect(text).not.toContain('hemligt');
	});

	test('is a plain line on a terminal', () => {
		expect(logged((log) => log.warn({ jobs: 2 }, 'late'), true)).toMatch(/^\d\d:\d\d:\d\d warn {2}late {"jobs":2}\n$/);
	});
});
