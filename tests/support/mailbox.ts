import { once } from 'node:events';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

const PATIENCE_MS = 40_000;

/** A real mail server that keeps everything it is given. */
export type Mailbox = {
	url: string;
	/** The newest letter to an address whose text holds these words; waits for it. */
	letterTo(address: string, words: string): Promise<string>;
	/** The same with its headers and its HTML. */
	emailTo(address: string, words: string): Promise<Email>;
	/** How many letters with these words have come to an address so far. */
	count(address: string, words: string): number;
	close(): Promise<void>;
};

/** Addresses in `refused` are answered with a 550, as a server does that knows no such reader. */
export async function startMailbox({ refused = [] }: { refused?: readonly string[] } = {}): Promise<Mailbox> {
	const letters: Email[] = [];
	const server = new SMTPServer({
		disabledCommands: ['STARTTLS', 'AUTH'],
		authOptional: true,
		logger: false,
		onRcptTo({ address }, _session, done) {
			if (!refused.includes(address)) return done();
			done(Object.assign(new Error('No such user here'), { responseCode: 550 }));
		},
		onData(stream, _session, done) {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				PostalMime.parse(Buffer.concat(chunks)).then((letter) => (letters.push(letter), done()), done);
			});
		}
	});
	const listener = server.listen(0, '127.0.0.1');
	await once(listener, 'listening');
	const address = listener.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	const all = (to: string, words: string): Email[] =>
		letters.filter((letter) => letter.to?.[0]?.address === to && letter.text?.includes(words));
	const find = (to: string, words: string): Email | undefined => all(to, words).at(-1);
	const emailTo = async (to: string, words: string): Promise<Email> => {
		const end = Date.now() + PATIENCE_MS;
		for (let letter = find(to, words); ; letter = find(to, words)) {
			if (letter !== undefined) return letter;
			if (Date.now() > end) throw new Error(`No letter with “${words}” came to ${to}`);
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	};
	return {
		url: `smtp://127.0.0.1:${port}`,
		emailTo,
		letterTo: async (to, words) => (await emailTo(to, words)).text ?? '',
		count: (to, words) => all(to, words).length,
		close: () => new Promise((resolve) => server.close(() => resolve()))
	};
}
