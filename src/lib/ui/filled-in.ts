type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const FIELDS = 'input:not([type=hidden], [type=file]), select, textarea';

/**
 * On a slow connection a form is filled in before its script is there, and taking over a page sets its fields to what
 * the server wrote. Called before that, this notes what the reader has changed; the answer, called afterwards, puts it
 * back and tells the form of it, as if it were filled in then. A form that was made anew meanwhile (on a phone it
 * moves into a sheet) has fields of the same names.
 */
export function keepFilledIn(root: ParentNode): () => void {
	const changed = [...root.querySelectorAll<Field>(FIELDS)].flatMap((field) => {
		const state = stateOf(field);
		return state === defaultOf(field) ? [] : [{ field, state }];
	});
	return () => {
		for (const { field, state } of changed) {
			const now = field.isConnected ? field : sameField(field);
			if (now !== null && stateOf(now) !== state) fillIn(now, state);
		}
	};
}

function sameField(field: Field): Field | null {
	const value = isChoice(field) ? `[value="${CSS.escape(field.value)}"]` : '';
	return document.querySelector<Field>(`${field.localName}#${CSS.escape(field.id)}[name="${field.name}"]${value}`);
}

const isChoice = (field: Field): field is HTMLInputElement =>
	field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio');

const stateOf = (field: Field): string | boolean => (isChoice(field) ? field.checked : field.value);

function defaultOf(field: Field): string | boolean {
	if (isChoice(field)) return field.defaultChecked;
	if (!(field instanceof HTMLSelectElement)) return field.defaultValue;
	const written = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
	return written?.value ?? '';
}

function fillIn(field: Field, state: string | boolean): void {
	if (isChoice(field)) field.checked = state === true;
	else field.value = String(state);
	for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
}
