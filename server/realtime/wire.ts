/**
 * WebSocket frames as bytes, built once and written to everybody. A server's frames carry no mask and ours are
 * never compressed, so the same bytes suit every socket. Buffers, since a socket wraps anything else in one, for each
 * reader anew; with memory of their own, since one that is kept would keep what else lies in the shared one.
 */
const BINARY = 0x82;
const TEXT = 0x81;
export const PING: Buffer = Buffer.of(0x89, 0);

export const binaryFrame = (payload: Uint8Array): Buffer => frame(BINARY, payload);

export const textFrame = (text: string): Buffer => frame(TEXT, Buffer.from(text));

function frame(head: number, payload: Uint8Array): Buffer {
	const { length } = payload;
	const extra = length < 126 ? 0 : length < 65_536 ? 2 : 8;
	const bytes = Buffer.allocUnsafeSlow(2 + extra + length);
	bytes[0] = head;
	bytes[1] = extra === 0 ? length : extra === 2 ? 126 : 127;
	if (extra === 2) bytes.writeUInt16BE(length, 2);
	if (extra === 8) bytes.writeBigUInt64BE(BigInt(length), 2);
	bytes.set(payload, 2 + extra);
	return bytes;
}
