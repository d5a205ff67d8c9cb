// node bench/seed.mjs <folder>: a database to measure on, kept between measurements with `--data <folder>`.
import { mkdirSync } from 'node:fs';
import { newDataDir, seed } from './lib/seed.mjs';

const dataDir = process.argv[2] ?? newDataDir();
mkdirSync(dataDir, { recursive: true, mode: 0o755 });
await seed(dataDir);
console.log(dataDir);
