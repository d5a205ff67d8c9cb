/** What a key does on the desk. Most press the button that bears the same command. */
export const KEYS = {
	approve: 'g',
	decline: 'a',
	unpublish: 'p',
	mask: 'm',
	security: 's',
	note: 'n',
	reports: 'h',
	next: 'j',
	previous: 'k',
	undo: 'z',
	freeze: 'f',
	help: '?'
} as const;

export type Command = keyof typeof KEYS;
export const COMMANDS = Object.keys(KEYS) as Command[];

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat' | 'isComposing'> & {
	target: unknown;
};

/** The command of a key, or null: in a field the key is a letter, and with Ctrl, Alt or Meta it belongs to others. */
export function commandOf(event: Pressed): Command | null {
	if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return null;
	if (isWriting(event.target)) return null;
	const key = event.key.toLowerCase();
	return COMMANDS.find((command) => KEYS[command] === key) ?? null;
}

const PRESSED = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'range', 'color', 'file']);

/** Does what has the focus take letters? A list of choices does: it jumps to the letter. */
function isWriting(target: unknown): boolean {
	if (typeof target !== 'object' || target === null) return false;
	const field = target as { tagName?: string; type?: string; isContentEditable?: boolean };
	if (field.isContentEditable) return true;
	if (field.tagName === 'INPUT') return !PRESSED.has(field.type ?? 'text');
	return field.tagName === 'TEXTAREA' || field.tagName === 'SELECT';
}
