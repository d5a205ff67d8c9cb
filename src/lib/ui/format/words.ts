import { currentLanguage, type Language } from '../language.ts';

/** `a, b och c`: no comma before the last. */
export function list(items: readonly string[], language: Language = currentLanguage()): string {
	const last = items.at(-1);
	if (last === undefined) return '';
	const first = items.slice(0, -1);
	return first.length ? `${first.join(', ')} ${language === 'sv' ? 'och' : 'and'} ${last}` : last;
}

/** ”så här”, in English “like this”. */
export function quote(text: string, language: Language = currentLanguage()): string {
	return (language === 'sv' ? '”' : '“') + text + '”';
}

/** One line of a longer text, at most `length` characters, cut at a word with an ellipsis. */
export function excerpt(text: string, length: number): string {
	const line = text.replace(/\s+/g, ' ').trim();
	if (line.length <= length) return line;
	const cut = line.slice(0, length);
	const word = cut.replace(/\s+\S*$/, '');
	return (word || cut).trimEnd() + '…';
}

const COLLATORS: Record<Language, Intl.Collator> = {
	sv: new Intl.Collator('sv', { numeric: true }),
	en: new Intl.Collator('en', { numeric: true })
};

/** Order for people: å, ä and ö last in Swedish, *JSV-2* before *JSV-10*. For `toSorted`. */
export function compareWords(a: string, b: string, language: Language = currentLanguage()): number {
	return COLLATORS[language].compare(a, b);
}
