import { encode } from 'uqr';

/** A QR code as one path on a grid of `size` by `size`, with its quiet zone. */
export type QrCode = { size: number; path: string };

/** Read from the other end of a hall: a quarter of it may be lost. */
export function qrCode(text: string): QrCode {
	const { size, data } = encode(text, { ecc: 'Q', border: 4 });
	const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : [])));
	return { size, path: squares.join('') };
}
