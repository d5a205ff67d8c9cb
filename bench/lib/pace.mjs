import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {number} firstByteMs
 * @property {number} lastByteMs
 * @property {number} bytes of the body as it came over the wire
 */

/**
 * One page, until its last byte.
 * @param {string} url
 * @param {Record<string, string>} headers
 * @param {Agent} agent
 * @returns {Promise<Answer>}
 */
export function ask(url, headers, agent) {
	return new Promise((resolve, reject) => {
		const began = performance.now();
		const asked = request(url, { headers, agent }, (response) => {
			const firstByteMs = performance.now() - began;
			let bytes = 0;
			response.on('data', (chunk) => (bytes += chunk.length));
			response.on('error', reject);
			response.on('end', () =>
				resolve({ status: response.statusCode ?? 0, firstByteMs, lastByteMs: performance.now() - began, bytes })
			);
		});
		asked.on('error', reject);
		asked.end();
	});
}

/**
 * Asks at a fixed rate whether or not earlier answers have come, as visitors do: a server that falls behind shows it.
 * @param {{ url: string, headers?: Record<string, string>, perSecond: number, seconds: number }} options
 * @returns {Promise<Answer[]>}
 */
export async function askAtPace({ url, headers = {}, perSecond, seconds }) {
	const agent = new Agent({ keepAlive: true, maxSockets: 256 });
	const began = performance.now();
	const count = Math.round(perSecond * seconds);
	const answers = [];
	for (let index = 0; index < count; index++) {
		const wait = began + (index * 1000) / perSecond - performance.now();
		if (wait > 0) await pause(wait);
		answers.push(ask(url, headers, agent));
	}
	const all = await Promise.all(answers);
	agent.destroy();
	const failed = all.find((answer) => answer.status !== 200);
	if (failed !== undefined) throw new Error(`${url} was answered with ${failed.status}`);
	return all;
}
