import { currentLanguage, type Language } from '../language.ts';

const NO_BREAK_SPACE = '\u00a0';
const MINUS = '\u2212';
const SIGNS = { sv: { group: NO_BREAK_SPACE, decimal: ',' }, en: { group: ',', decimal: '.' } } as const;

/**
 * `1 234 567`, `0,5`: thousands apart by a space that does not break (U+00A0), from four digits on and everywhere,
 * comma before decimals, a true minus (U+2212). `decimals` is the most to show; zeros at the end are left out.
 */
export function number(value: number, decimals = 0, language: Language = currentLanguage()): string {
	const [whole = '0', fraction = ''] = Math.abs(value).toFixed(decimals).split('.');
	const kept = fraction.replace(/0+$/, '');
	const grouped = whole.replace(/\B(?=(\d{3})+$)/g, SIGNS[language].group);
	const text = grouped + (kept ? SIGNS[language].decimal + kept : '');
	return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** A share between 0 and 1: `12,5 %`, in English `12.5%`. */
export function percent(share: number, decimals = 0, language: Language = currentLanguage()): string {
	return number(share * 100, decimals, language) + (language === 'sv' ? NO_BREAK_SPACE : '') + '%';
}

/** Whole kronor, `250 000 kronor`; from a million `2,5 miljoner kronor`. `compact`: `250 000 kr`. */
export function money(
	kronor: number,
	form: 'text' | 'compact' = 'text',
	language: Language = currentLanguage()
): string {
	const [million, millions, unit] =
		language === 'sv' ? ['miljon', 'miljoner', 'kronor'] : ['million', 'million', 'kronor'];
	if (form === 'compact') return number(kronor, 0, language) + NO_BREAK_SPACE + (language === 'sv' ? 'kr' : 'SEK');
	if (Math.abs(kronor) < 1_000_000) return number(kronor, 0, language) + NO_BREAK_SPACE + unit;
	const shown = number(kronor / 1_000_000, 2, language);
	return `${shown}${NO_BREAK_SPACE}${shown === '1' ? million : millions} ${unit}`;
}

/** `410 kB`, `2,3 MB`; a thousand to the step, one decimal under ten. */
export function fileSize(bytes: number, language: Language = currentLanguage()): string {
	const steps = ['byte', 'kB', 'MB', 'GB'];
	let [size, step] = [bytes, 0];
	while (size >= 999.5 && step < steps.length - 1) [size, step] = [size / 1000, step + 1];
	return number(size, size < 10 && step > 0 ? 1 : 0, language) + NO_BREAK_SPACE + steps[step];
}

/** What stands after the link to a file: `(pdf, 410 kB)`. */
export function fileNote(type: string, bytes: number, language: Language = currentLanguage()): string {
	return `(${type.toLowerCase()}, ${fileSize(bytes, language)})`;
}
