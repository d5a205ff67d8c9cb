/** What became of a letter, in the words of RFC 3464 §2.3.3; 'other' for a word that is none of them. */
export const REPORTED_ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded', 'other'] as const;
export type ReportedAction = (typeof REPORTED_ACTIONS)[number];

/** What a report says of one address. */
export type ReportedRecipient = {
	/** To whom it was sent and where it ended, which differ where mail is passed on; small letters, '' where not said. */
	original: string;
	final: string;
	action: ReportedAction;
	/** `5.1.1` (RFC 3463); '' where none is said. */
	status: string;
	/** The words of the server that answered, on one line; '' where there are none. */
	diagnostic: string;
};

/** Header fields by their names in small letters, unfolded. Of several with one name the first counts. */
export type Fields = ReadonlyMap<string, string>;

const MOST_READ = 64 * 1024;
const MOST_RECIPIENTS = 100;
const LONGEST_ADDRESS = 254;
const LONGEST_DIAGNOSTIC = 400;

/** The groups of fields in `text`, parted by empty lines. Reads no more than the first 64 kB. */
export function fieldGroups(text: string): Fields[] {
	const lines = text
		.slice(0, MOST_READ)
		.replace(/\r\n?/g, '\n')
		.replace(/\n[ \t]+(?=\S)/g, ' ')
		.split('\n');
	const groups: Map<string, string>[] = [];
	let group: Map<string, string> | null = null;
	for (const line of lines) {
		if (line.trim() === '') group = null;
		else {
			if (group === null) groups.push((group = new Map()));
			keep(group, line);
		}
	}
	return groups;
}

function keep(group: Map<string, string>, line: string): void {
	const at = line.indexOf(':');
	const name = line.slice(0, Math.max(at, 0)).trim().toLowerCase();
	if (name !== '' && !group.has(name)) group.set(name, line.slice(at + 1).trim());
}

/** What a `message/delivery-status` part says of each address; groups without an address are about the report itself. */
export const recipientsIn = (text: string): ReportedRecipient[] =>
	fieldGroups(text)
		.filter((group) => group.has('final-recipient') || group.has('original-recipient'))
		.slice(0, MOST_RECIPIENTS)
		.map((group) => ({
			original: addressIn(group.get('original-recipient')),
			final: addressIn(group.get('final-recipient')),
			action: actionIn(group.get('action')),
			status: /^\s*([245]\.\d{1,3}\.\d{1,3})(?!\d)/.exec(group.get('status') ?? '')?.[1] ?? '',
			diagnostic: diagnosticIn(group.get('diagnostic-code'))
		}));

/** `rfc822; Anna@Example.ORG` → `anna@example.org` */
function addressIn(value: string | undefined): string {
	const [, generic = ''] = splitType(value);
	const address = generic.replace(/^<(.*)>$/, '$1').toLowerCase();
	return /^[^\s<>]+@[^\s<>]+$/.test(address) && address.length <= LONGEST_ADDRESS ? address : '';
}

function actionIn(value: string | undefined): ReportedAction {
	const word = /^[a-z]+/i.exec(value ?? '')?.[0].toLowerCase();
	return REPORTED_ACTIONS.find((action) => action === word) ?? 'other';
}

/** `smtp; 550 5.1.1 No such user` → `550 5.1.1 No such user` */
const diagnosticIn = (value: string | undefined): string => splitType(value)[1].slice(0, LONGEST_DIAGNOSTIC).trim();

/** A value after the name of its type; characters that cannot be shown become spaces. */
function splitType(value: string | undefined): [type: string, rest: string] {
	const shown = (value ?? '').replace(/[\p{C}\s]+/gu, ' ').trim();
	const [, type = '', rest = shown] = /^([a-z0-9-]{1,30});(.*)$/i.exec(shown) ?? [];
	return [type.toLowerCase(), rest.trim()];
}
