// One run of the load generator: what to do stands as JSON on the command line, what came of it is one line of JSON.
import { errors, expectClosing } from './client.mjs';
import { commenting } from './commenting.mjs';
import { durable } from './durable.mjs';
import { joining, seedText } from './joining.mjs';
import { task } from './measuring.mjs';
import { meeting } from './meeting.mjs';
import { opening, typeHistory } from './opening.mjs';
import { presence } from './presence.mjs';
import { idleSockets, manyRooms } from './rooms.mjs';

/** @type {Record<string, (plan: any) => Promise<Record<string, unknown>>>} */
const works = {
	meeting,
	presence,
	joining,
	durable,
	manyRooms,
	idleSockets,
	opening,
	commenting,
	seedText,
	typeHistory
};

const work = works[task.work];
if (work === undefined) throw new Error(`There is no work called ${task.work}`);
const result = await work(task.plan).catch((error) => ({
	failed: error instanceof Error ? error.stack : String(error)
}));
expectClosing();
console.log(JSON.stringify({ ...result, errors }));
process.exit(0);
