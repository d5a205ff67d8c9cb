import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { MedskickProcess } from './medskick.ts';
import { removeLeftovers, temporaryFolder } from './postgres.ts';

/** What a first start leaves behind: a data folder, and what it printed, with a sign-in link for each of the demo's people. */
type LoadedDemo = { folder: string; output: string };

const VARIABLE = 'MEDSKICK_TEST_DEMO';
/** Printed last of all. */
const ALL_LINKS = /Systemförvaltare: http\S+\n/;
const PRINTED_MS = 30_000;

/** The demo is loaded once for a run of browser tests, which work on copies: a first start takes five times as long. */
export default async function setup(): Promise<() => void> {
	removeLeftovers();
	const folder = temporaryFolder();
	const medskick = await new MedskickProcess({ DATA_DIR: folder }).start();
	const output = await outputWith(medskick, ALL_LINKS);
	await medskick.stop();
	process.env[VARIABLE] = JSON.stringify({ folder, output } satisfies LoadedDemo);
	return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Puts the demo into an empty `folder`, owners kept as Postgres wants them; answers with what the first start printed. */
export function copyDemo(folder: string): string {
	const loaded: LoadedDemo = JSON.parse(process.env[VARIABLE] ?? 'null');
	if (loaded === null) throw new Error('No demo is loaded: is this file in tests/e2e?');
	const { status, stderr } = spawnSync('cp', ['-a', `${loaded.folder}/.`, folder], { encoding: 'utf8' });
	if (status !== 0) throw new Error(`The demo could not be copied: ${stderr}`);
	return loaded.output;
}

/** What it has printed, once that holds what is asked for: the links come after the address that a start waits for. */
export async function outputWith(medskick: MedskickProcess, wanted: RegExp): Promise<string> {
	for (const end = Date.now() + PRINTED_MS; !wanted.test(medskick.output); await pause(25))
		if (Date.now() > end) throw new Error(`Not printed: ${wanted}. It said:\n${medskick.output}`);
	return medskick.output;
}
