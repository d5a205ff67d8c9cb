import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

/** Frames longer than this are taken apart piece by piece instead of being waited for in one buffer. */
const LONG = 4_096;
const HEAD_KEPT = 64;
const CONTINUATION = 0;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/** One buffer that all sockets read into: a frame is looked at before the next read. */
const shared = Buffer.allocUnsafe(1 << 20);
let mask = 0x9e3779b9;

/**
 * A WebSocket client on a bare socket, so that a thousand of them cost the generator less than the server. A frame is
 * handed over as a range of a buffer that is only valid during the call.
 *
 * @typedef {object} SocketOptions
 * @property {number} port
 * @property {string} path
 * @property {Record<string, string>} headers
 * @property {string} [localAddress] the loopback address that the connection comes from
 * @property {boolean} keepLong false: of a long frame only its length and first bytes are handed over
 * @property {() => void} onOpen
 * @property {(buffer: Buffer, start: number, end: number, length: number) => void} onFrame
 * @property {(socket: RawSocket) => void} onClose
 */
export class RawSocket {
	bytes = 0;
	frames = 0;
	closed = false;
	/** @type {number | null} */
	closeCode = null;
	/** @type {Error | null} */
	error = null;
	/** @type {Buffer | null} what has come of the answer to the handshake */
	#answer = Buffer.alloc(0);
	/** @type {Buffer | null} a frame cut off by the end of a read */
	#rest = null;
	/** @type {{ head: number, length: number, kept: Buffer, at: number, missing: number } | null} */
	#long = null;
	/** @type {Buffer[]} */
	#fragments = [];

	/** @param {SocketOptions} options */
	constructor(options) {
		this.options = options;
		const { port, localAddress } = options;
		const onread = {
			buffer: shared,
			callback: (/** @type {number} */ count, /** @type {Buffer} */ buffer) => this.#read(buffer, count)
		};
		this.socket = connect({ host: '127.0.0.1', port, localAddress, noDelay: true, onread });
		this.socket.on('connect', () => this.#ask());
		this.socket.on('error', (error) => this.#end(error));
		for (const event of ['close', 'end']) this.socket.on(event, () => this.#end(null));
	}

	#ask() {
		const { port, path, headers } = this.options;
		const asked = {
			Host: `127.0.0.1:${port}`,
			Upgrade: 'websocket',
			Connection: 'Upgrade',
			'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
			'Sec-WebSocket-Version': '13',
			...headers
		};
		const lines = Object.entries(asked).map(([name, value]) => `${name}: ${value}\r\n`);
		this.socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
	}

	/** @param {Error | null} error */
	#end(error) {
		if (this.closed) return;
		this.closed = true;
		this.error = error;
		this.socket.destroy();
		this.options.onClose(this);
	}

	/** @param {Buffer} buffer @param {number} count */
	#read(buffer, count) {
		this.bytes += count;
		if (this.#answer === null) this.#take(buffer, count);
		else this.#readAnswer(this.#answer, buffer.subarray(0, count));
		return true;
	}

	/** @param {Buffer} before @param {Buffer} more */
	#readAnswer(before, more) {
		const answer = (this.#answer = Buffer.concat([before, more]));
		const end = answer.indexOf('\r\n\r\n');
		if (end < 0) return;
		const status = answer.toString('latin1', 0, 12);
		if (status !== 'HTTP/1.1 101') return this.#end(new Error(`the handshake was answered with ${status}`));
		this.#answer = null;
		this.options.onOpen();
		const rest = answer.subarray(end + 4);
		if (rest.length > 0) this.#take(rest, rest.length);
	}

	/** @param {Buffer} buffer @param {number} count */
	#take(buffer, count) {
		let at = this.#long === null ? 0 : this.#continueLong(this.#long, buffer, count);
		if (this.#rest !== null) {
			buffer = Buffer.concat([this.#rest, buffer.subarray(0, count)]);
			count = buffer.length;
			this.#rest = null;
		}
		while (count - at >= 2) {
			const header = headerAt(buffer, at, count);
			if (header === null) break;
			const { start, length } = header;
			const head = buffer[at] ?? 0;
			if (start + length > count) {
				if (length <= LONG || count - start < HEAD_KEPT) break;
				return this.#beginLong(head, length, buffer.subarray(start, count));
			}
			this.#frame(head, buffer, start, start + length, length);
			if (this.closed) return;
			at = start + length;
		}
		if (at < count) this.#rest = Buffer.from(buffer.subarray(at, count));
	}

	/** @param {number} head @param {number} length @param {Buffer} first */
	#beginLong(head, length, first) {
		const kept = Buffer.allocUnsafe(this.options.keepLong ? length : HEAD_KEPT);
		first.copy(kept);
		this.#long = { head, length, kept, at: first.length, missing: length - first.length };
	}

	/** @param {{ head: number, length: number, kept: Buffer, at: number, missing: number }} long @param {Buffer} buffer @param {number} count @returns {number} bytes taken */
	#continueLong(long, buffer, count) {
		const taken = Math.min(long.missing, count);
		if (this.options.keepLong) buffer.copy(long.kept, long.at, 0, taken);
		long.at += taken;
		long.missing -= taken;
		if (long.missing > 0) return taken;
		this.#long = null;
		this.#frame(long.head, long.kept, 0, long.kept.length, long.length);
		return taken;
	}

	/** @param {number} head @param {Buffer} buffer @param {number} start @param {number} end @param {number} length */
	#frame(head, buffer, start, end, length) {
		const kind = head & 15;
		if (kind === PING) return this.#send(0x80 | PONG, buffer.subarray(start, end));
		if (kind === PONG) return;
		if (kind === CLOSE) {
			this.closeCode = end - start >= 2 ? buffer.readUInt16BE(start) : 1005;
			return this.#end(null);
		}
		this.frames++;
		const whole = (head & 0x80) !== 0;
		if (whole && kind !== CONTINUATION) return this.options.onFrame(buffer, start, end, length);
		this.#fragments.push(Buffer.from(buffer.subarray(start, end)));
		if (!whole) return;
		const joined = Buffer.concat(this.#fragments.splice(0));
		this.options.onFrame(joined, 0, joined.length, joined.length);
	}

	/** @param {Uint8Array} payload */
	send(payload) {
		if (!this.closed) this.#send(0x82, payload);
	}

	/** @param {number} head @param {Uint8Array} payload */
	#send(head, payload) {
		this.socket.write(maskedFrame(head, payload));
	}

	destroy() {
		this.closed = true;
		this.socket.destroy();
	}
}

/** @param {Buffer} buffer @param {number} at @param {number} count @returns {{ start: number, length: number } | null} */
function headerAt(buffer, at, count) {
	const short = (buffer[at + 1] ?? 0) & 127;
	if (short < 126) return { start: at + 2, length: short };
	const size = short === 126 ? 4 : 10;
	if (count - at < size) return null;
	const length = short === 126 ? buffer.readUInt16BE(at + 2) : Number(buffer.readBigUInt64BE(at + 2));
	return { start: at + size, length };
}

/** @param {number} head @param {Uint8Array} payload */
function maskedFrame(head, payload) {
	const { length } = payload;
	const size = length < 126 ? 2 : length < 65_536 ? 4 : 10;
	const frame = Buffer.allocUnsafe(size + 4 + length);
	frame[0] = head;
	frame[1] = 128 | (size === 2 ? length : size === 4 ? 126 : 127);
	if (size === 4) frame.writeUInt16BE(length, 2);
	if (size === 10) frame.writeBigUInt64BE(BigInt(length), 2);
	mask = (Math.imul(mask, 1_664_525) + 1_013_904_223) >>> 0;
	frame.writeUInt32BE(mask, size);
	for (let n = 0; n < length; n++) frame[size + 4 + n] = (payload[n] ?? 0) ^ (frame[size + (n & 3)] ?? 0);
	return frame;
}
