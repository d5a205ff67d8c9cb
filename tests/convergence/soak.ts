/** Long runs: `npm run test:soak` sets SOAK=1. Parts of it: `npm run test:soak -- -- tests/convergence/tiptap.test.ts`. */
export const SOAK = process.env.SOAK === '1';

/** Which seeds a random test takes: SEED alone, or the first few; SEEDS says how many. A failure names its seed. */
export function seeds(usual: number, soak: number): number[] {
	if (process.env.SEED !== undefined) return [Number(process.env.SEED)];
	const count = Number(process.env.SEEDS ?? (SOAK ? soak : usual));
	return Array.from({ length: count }, (_, n) => n + 1);
}
