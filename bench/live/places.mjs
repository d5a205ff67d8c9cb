import { fileURLToPath } from 'node:url';

/** A path under `bench/`. @param {string} path */
export const inBench = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

export const RESULTS = inBench('results');
export const RESULTS_FILE = inBench('results/live.jsonl');
export const SERVERS_LOG = inBench('results/servers.log');
export const TEXT_FILE = inBench('results/text.bin');
export const REPORT = inBench('RESULTS.md');
