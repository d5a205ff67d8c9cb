// npm run -s bounce: reads one message from standard input, as a mail server's pipe gives it, and marks the letter that
// it says did not arrive. One line says what came of it. Ends with 0, or with 75 where the mail server should try again.
import { fileURLToPath } from 'node:url';
import { isInstalled, runNode } from './prepare.mjs';

const LATER = 75;
const INSIDE = 'take';

if (process.argv[2] === INSIDE) await take();
else if (isInstalled()) {
	// What it takes is TypeScript, which the machine's own Node may not run.
	const code = await runNode([fileURLToPath(import.meta.url), INSIDE]).catch(() => LATER);
	process.exitCode = code === 0 ? 0 : LATER;
} else {
	process.stderr.write('not taken, try again later: nothing is installed yet. Run npm start\n');
	process.exitCode = LATER;
}

async function take() {
	const { readAll, takePiped } = await import('#server/mail/bounce-pipe.ts');
	const { createLog } = await import('#server/log.ts');
	const { exitCode, says } = await takePiped(await readAll(process.stdin), process.env, createLog({ level: 'fatal' }));
	process.stdout.write(`${says}\n`);
	process.exitCode = exitCode;
}
