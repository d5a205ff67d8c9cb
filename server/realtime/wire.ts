/**
 * WebSocket frames as bytes, built once and written to everybody. A server's frames carry no mask and ours are
 * never compressed, so the same bytes suit every socket.
 */
const BINARY = 0x82;
const TEXT = 0x81;
export const PING: Uint8Array = Uint8Array.of(0x89, 0);

export const binaryFrame = (payload: Uint8Array): Uint8Array => frame(BINARY, payload);

export const textFrame = (text: string): Uint8Array => frame(TEXT, new TextEncoder().encode(text));

function frame(head: number, payload: Uint8Array): Uint8Array {
	const { length } = payload;
	const extra = length < 126 ? 0 : length < 65_536 ? 2 : 8;
	const bytes = new Uint8Array(2 + extra + length);
	const view = new DataView(bytes.buffer);
	bytes[0] = head;
	bytes[1] = extra === 0 ? length : extra === 2 ? 126 : 127;
	if (extra === 2) view.setUint16(2, length);
	if (extra === 8) view.setBigUint64(2, BigInt(length));
	bytes.set(payload, 2 + extra);
	return bytes;
}
