/**
 * A UUID of version 4 (RFC 9562 §5.4). The browser's own `crypto.randomUUID` is missing where the page did not come
 * over https, as from a laptop that serves a meeting room.
 */
export function randomId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	const hex = Array.from(bytes, (byte, index) => marked(byte, index).toString(16).padStart(2, '0')).join('');
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Version and variant stand in the first bits of the seventh and the ninth byte. */
function marked(byte: number, index: number): number {
	if (index === 6) return (byte & 0x0f) | 0x40;
	return index === 8 ? (byte & 0x3f) | 0x80 : byte;
}
