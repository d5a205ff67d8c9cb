import { pino, stdSerializers, type Logger as PinoLogger } from 'pino';

export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

const PRIVATE_KEYS = new Set(
	(
		'email,mail,to,from,name,phone,address,organisation,organisationName,organisation_name,text,body,note,quote,' +
		'password,secret,token,session,sessionId,cookie,authorization,set-cookie,url,link,ip,remoteAddress,parameters'
	).split(',')
);
const EMAIL = /[^\s@<>"'()=,;:\\]+@[^\s@<>"'()=,;:\\]+\.[a-z]{2,}/gi;
/** With or without century and hyphen, coordination numbers too. A date with a name after it is a migration. */
const IDENTITY_NUMBER = /\b(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01])[-+]?\d{4}\b(?!-[a-z])/g;
const PASSWORD_IN_URL = /\/\/[^\s/@]+:[^\s/@]+@/g;

/** Takes away what identifies a person or opens a door. Ids and counts stay: a log without them helps nobody. */
export function scrubText(text: string): string {
	return text.replace(PASSWORD_IN_URL, '//…@').replace(EMAIL, '[e-mail]').replace(IDENTITY_NUMBER, '[number]');
}

/** The same for a JSON value of any shape: private keys lose their values, other strings are scrubbed. */
export function scrub(value: unknown): unknown {
	if (typeof value === 'string') return scrubText(value);
	if (Array.isArray(value)) return value.map(scrub);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, item]) => [key, PRIVATE_KEYS.has(key) ? '[private]' : scrub(item)])
	);
}

/** An error's type, code, message and stack. Nothing else: the `detail` of a database error quotes the row. */
function plainError(error: unknown): unknown {
	if (!(error instanceof Error)) return error;
	const { type, message, stack } = stdSerializers.err(error);
	return { type, message, stack, ...('code' in error ? { code: error.code } : {}) };
}

type LogOptions = { level?: string; readable?: boolean; write?: (line: string) => void };

/**
 * JSON lines on standard output; on a terminal one readable line for each. Scrubbing happens last, on the finished
 * line, so that no way of calling the log gets around it.
 */
export function createLog(options: LogOptions = {}): Logger {
	const print = options.write ?? ((line: string) => void process.stdout.write(line));
	const present = (options.readable ?? process.stdout.isTTY === true) ? readableLine : jsonLine;
	return pino(
		{
			level: options.level ?? 'info',
			base: null,
			serializers: { err: plainError, error: plainError },
			formatters: { level: (label) => ({ level: label }) },
			timestamp: () => `,"time":"${new Date().toISOString()}"`
		},
		{ write: (line: string) => print(present(Object(scrub(JSON.parse(line))))) }
	);
}

type Line = Record<string, unknown>;

const jsonLine = (line: Line): string => JSON.stringify(line) + '\n';

/** `12:03:21 warn  text {"key":"value"}`, and the stack of an error on lines of its own. */
function readableLine({ time, level, msg, err, ...rest }: Line): string {
	const fields = Object.keys(rest).length > 0 ? ' ' + JSON.stringify(rest) : '';
	const stack = typeof err === 'object' && err !== null && 'stack' in err ? `\n${String(err.stack)}` : '';
	return `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${String(msg ?? '')}${fields}${stack}\n`;
}
