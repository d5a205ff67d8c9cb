import type { IncomingMessage } from 'node:http';
import { beforeEach, describe, expect, it } from 'vitest';
import { Judging, type Judgement, type Rule } from './judging.ts';

const READS: Judgement = { access: 'read', moderator: false };
const request = {} as IncomingMessage;
const room = { kind: 'text', id: 'one' } as const;

let lookedUp: number;
let rule: () => Promise<Rule<string>>;
let now: number;
let judging: Judging<string>;

beforeEach(() => {
	[lookedUp, now] = [0, 0];
	rule = async () => () => READS;
	const viewer = { accountId: 'anna', name: 'Anna Holm', sessionKey: 's' };
	const court = {
		authenticate: async () => ({ actor: 'anna', viewer }),
		ruleFor: () => {
			lookedUp++;
			return rule();
		}
	};
	judging = new Judging(court, () => now);
});

const judge = async (): Promise<Judgement> => (await judging.decide(request, room)).judgement;

describe('what holds for a room', () => {
	it('is looked up once for all who come at the same time, and again a second later', async () => {
		await Promise.all([judge(), judge(), judge()]);
		expect(lookedUp).toBe(1);
		now = 1_000;
		await judge();
		expect(lookedUp).toBe(2);
	});

	it('is looked up again after a commit, which may have changed it', async () => {
		expect(await judge()).toEqual(READS);
		rule = async () => () => ({ refused: 4404 });
		expect(await judge()).toEqual(READS);
		judging.roomsChanged();
		expect(await judge()).toEqual({ refused: 4404 });
	});

	it('is asked for again where it could not be told', async () => {
		rule = () => Promise.reject(new Error('database away'));
		await expect(judge()).rejects.toThrow('database away');
		rule = async () => () => READS;
		expect(await judge()).toEqual(READS);
	});

	it('is kept apart for each room', async () => {
		await judge();
		await judging.decide(request, { kind: 'document', id: 'one' });
		expect(lookedUp).toBe(2);
	});
});

describe('a handshake', () => {
	it('starts again when access changes while it is judged', async () => {
		let asked = 0;
		rule = async () => () => {
			if (asked++ > 0) return { refused: 4403 };
			judging.accessChanged();
			return READS;
		};
		expect(await judge()).toEqual({ refused: 4403 });
	});

	it('is given up when access keeps changing', async () => {
		rule = async () => () => {
			judging.accessChanged();
			return READS;
		};
		await expect(judge()).rejects.toThrow('access kept changing');
	});
});
