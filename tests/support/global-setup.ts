import { startTestServer } from './postgres.ts';

/** One Postgres for each kind of test in a run; its address reaches the test files through the environment. */
export default async function setup(): Promise<() => Promise<void>> {
	const { dispose } = await startTestServer();
	return dispose;
}
