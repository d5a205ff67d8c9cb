const PATTERN = /(?<!\d)((?:19|20)?\d{6})([-+ ]?)(\d{4})(?!\d)/g;

/** Check digit of the ten last digits (mod 10, weights 2 1 2 …). */
function hasCheckDigit(digits: string): boolean {
	const sum = [...digits].reduce((total, digit, index) => {
		const product = Number(digit) * (index % 2 === 0 ? 2 : 1);
		return total + (product > 9 ? product - 9 : product);
	}, 0);
	return sum % 10 === 0;
}

/** A day that can be a birthday; a co-ordination number adds 60 to the day. */
function isBirthday(sixDigits: string): boolean {
	const month = Number(sixDigits.slice(2, 4));
	const day = Number(sixDigits.slice(4, 6)) % 60;
	return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

export type Found = { start: number; end: number; text: string };

/**
 * Swedish personal identity numbers in a text (domain G-03): ÅÅMMDD-NNNN and ÅÅÅÅMMDD-NNNN, with hyphen, plus, space or
 * nothing, a possible date and a right check digit. An organisation number has a month above 12 and is not one.
 */
export function findIdentityNumbers(text: string): Found[] {
	const found: Found[] = [];
	for (const match of text.matchAll(PATTERN)) {
		const [whole, date = '', , last = ''] = match;
		const six = date.slice(-6);
		if (isBirthday(six) && hasCheckDigit(six + last)) {
			found.push({ start: match.index, end: match.index + whole.length, text: whole });
		}
	}
	return found;
}
