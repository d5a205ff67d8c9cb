/** The one form that every *Instämmer* button belongs to; its value is `+` or `-` and the point's id. */
export const AGREE_FORM = 'agree-form';

export type Agreement = { pointId: string; agrees: boolean };

export function readAgreement(value: unknown): Agreement | null {
	const [, sign, pointId] = /^([+-])([0-9a-f-]{36})$/.exec(typeof value === 'string' ? value : '') ?? [];
	return pointId === undefined ? null : { pointId, agrees: sign === '+' };
}
