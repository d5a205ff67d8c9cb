import { sql } from 'kysely';
import { openTestDatabase } from '../convergence/live-server.ts';

/**
 * Places inside the database's own work where its connection can be torn: before and after each row that is
 * inserted, changed or deleted in the given tables, and at the commit itself, when everything is written.
 */
export type FaultPoints = {
	/** The nth point that is passed from now on ends the connection, as a failover does. 0: none. */
	tearAt(point: number): Promise<void>;
	/** The nth point that is passed from now on takes this long, in seconds. */
	pauseAt(point: number, seconds: number): Promise<void>;
	/** How long each commit that changes the tables takes, in seconds. */
	slowCommits(seconds: number): Promise<void>;
	/** Whether that point was passed. */
	isReached(): Promise<boolean>;
	close(): Promise<void>;
};

/** The count is a sequence: it outlives the transactions that are rolled back. */
const FUNCTIONS = [
	`create sequence fault_count`,
	`create table fault_point (reach bigint, pause_seconds float8, commit_seconds float8)`,
	`insert into fault_point values (0, null, 0)`,
	`grant usage, select, update on sequence fault_count to public`,
	`grant select on fault_point to public`,
	`create function pass_fault_point() returns trigger language plpgsql as $$ begin
		if nextval('fault_count') = (select reach from fault_point) then
			perform pg_terminate_backend(pg_backend_pid()) from fault_point where pause_seconds is null;
			perform pg_sleep(coalesce(pause_seconds, 10)) from fault_point;
		end if;
		return coalesce(new, old); end $$`,
	`create function commit_slowly() returns trigger language plpgsql as $$ begin
		perform pg_sleep(commit_seconds) from fault_point; return null; end $$`
];

const pointsIn = (table: string): string[] => [
	`create trigger fault_before before insert or update or delete on ${table}
		for each row execute function pass_fault_point()`,
	`create trigger fault_after after insert or update or delete on ${table}
		for each row execute function pass_fault_point()`,
	`create constraint trigger fault_commit after insert or update or delete on ${table}
		deferrable initially deferred for each row execute function pass_fault_point()`
];

/** Puts fault points into `tables` and lets commits be slow that insert into the first of them. */
export async function faultPoints(ownerUrl: string, ...tables: string[]): Promise<FaultPoints> {
	const { database, end } = openTestDatabase(ownerUrl);
	const run = (statement: string) => sql.raw(statement).execute(database);
	const slow = `create trigger commit_slowly after insert on ${tables[0]} for each statement
		execute function commit_slowly()`;
	for (const statement of [...FUNCTIONS, ...tables.flatMap(pointsIn), slow]) await run(statement);
	const reach = async (point: number, pause: string): Promise<void> => {
		await run(`select setval('fault_count', 1, false)`);
		await run(`update fault_point set reach = ${point}, pause_seconds = ${pause}`);
	};
	return {
		tearAt: (point) => reach(point, 'null'),
		pauseAt: (point, seconds) => reach(point, String(seconds)),
		slowCommits: async (seconds) => void (await run(`update fault_point set commit_seconds = ${seconds}`)),
		async isReached() {
			const { rows } = await sql<{ reached: boolean }>`
				select is_called and last_value >= reach and reach > 0 as reached from fault_count, fault_point`.execute(database);
			return rows[0]?.reached ?? false;
		},
		close: end
	};
}
