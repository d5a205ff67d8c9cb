/** Swedish area codes of two and four digits (with the leading 0); all others have three, as mobile numbers do. */
const TWO_DIGIT_AREAS = ['08'];
const THREE_DIGIT_AREAS =
	'010 011 013 016 018 019 020 021 023 026 031 033 035 036 040 042 044 046 054 060 063 070 071 072 073 074 075 076 077 078 079 090';

/**
 * As people write it: `070-174 06 05`, `08-465 004 10`, `0643-123 45`. Takes any spacing, hyphens and `+46`
 * (domain A-08); what is not a Swedish number comes back as it was, without space around.
 */
export function phone(value: string): string {
	const digits = national(value);
	if (digits === null) return value.trim();
	const area = areaCode(digits);
	return `${area}-${grouped(digits.slice(area.length))}`;
}

/** `+46 70 174 06 05`, for readers abroad. */
export function phoneInternational(value: string): string {
	const local = phone(value);
	return local.startsWith('0') ? '+46 ' + local.slice(1).replace('-', ' ') : local;
}

/** `tel:+46701740605`; null when it is no number that can be called. */
export function phoneHref(value: string): string | null {
	const digits = national(value);
	if (digits !== null) return 'tel:+46' + digits.slice(1);
	const other = value.replace(/[\s()./-]/g, '').replace(/^00/, '+');
	return /^\+\d{7,15}$/.test(other) ? 'tel:' + other : null;
}

/** Digits only, from 0; null when it is not a Swedish number. */
function national(value: string): string | null {
	const digits = value.replace(/\(0\)/, '').replace(/[\s()./\u2010-\u2015-]/g, '');
	const local = digits.replace(/^(\+|00)46/, '0');
	return /^0[1-9]\d{6,8}$/.test(local) ? local : null;
}

function areaCode(digits: string): string {
	const three = digits.slice(0, 3);
	if (TWO_DIGIT_AREAS.includes(digits.slice(0, 2))) return digits.slice(0, 2);
	return THREE_DIGIT_AREAS.split(' ').includes(three) ? three : digits.slice(0, 4);
}

/** 8 digits in 3 3 2, 7 in 3 2 2, 6 in 2 2 2, 5 in 3 2: the way numbers are read aloud. */
function grouped(rest: string): string {
	const sizes: Record<number, RegExp> = {
		8: /(\d{3})(\d{3})(\d{2})/,
		7: /(\d{3})(\d{2})(\d{2})/,
		6: /(\d{2})(\d{2})(\d{2})/,
		5: /(\d{3})(\d{2})/
	};
	const pattern = sizes[rest.length];
	return pattern ? (pattern.exec(rest) ?? [rest, rest]).slice(1).join(' ') : rest;
}

/** `900 001 001#`: in threes, as it is read aloud and keyed in. */
export function conferenceId(value: string): string {
	return value.replace(/\D/g, '').replace(/(\d{3})(?=\d)/g, '$1 ') + '#';
}

/**
 * `tel:+46846500402,,900001001%23`: calls, waits (each comma a pause) until the exchange has answered, and keys in the
 * conference id with its `#`, which an address has to write as %23. Takes a number as E.164.
 */
export const conferenceHref = (number: string, id: string): string => {
	const digits = id.replace(/\D/g, '');
	return `tel:${number}${digits === '' ? '' : `,,${digits}%23`}`;
};

/** `831 82 Östersund` */
export function postalAddress(code: string, town: string): string {
	const digits = code.replace(/\D/g, '');
	return `${digits.length === 5 ? digits.slice(0, 3) + ' ' + digits.slice(3) : code.trim()} ${town.trim()}`;
}

/** `232100-0000`; null when the digits are not ten or the check digit is wrong (Luhn). */
export function organisationNumber(value: string): string | null {
	const digits = value.replace(/[\s-]/g, '').replace(/^16(?=\d{10}$)/, '');
	if (!/^\d{10}$/.test(digits) || luhnSum(digits) % 10 !== 0) return null;
	return digits.slice(0, 6) + '-' + digits.slice(6);
}

function luhnSum(digits: string): number {
	const values = [...digits].map((digit, index) => Number(digit) * (index % 2 === 0 ? 2 : 1));
	return values.reduce((sum, value) => sum + (value > 9 ? value - 9 : value), 0);
}
