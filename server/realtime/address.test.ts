import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { countedAs, createAddressReader } from './address.ts';

function request(remoteAddress: string, forwarded?: string): IncomingMessage {
	return { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } } as unknown as IncomingMessage;
}

describe('whose request it is', () => {
	test('is the other end of the connection when no proxy is trusted, whatever a header says', () => {
		const read = createAddressReader([]);
		expect(read(request('192.0.2.7', '198.51.100.1'))).toBe('192.0.2.7');
		expect(read(request('::ffff:192.0.2.7'))).toBe('192.0.2.7');
	});

	test('is the last address that no trusted proxy has', () => {
		const read = createAddressReader(['10.0.0.0/8', '127.0.0.1', '2001:db8::/32']);
		expect(read(request('10.1.1.1', '203.0.113.9, 198.51.100.1'))).toBe('198.51.100.1');
		expect(read(request('127.0.0.1', '198.51.100.1, 10.2.2.2'))).toBe('198.51.100.1');
		expect(read(request('2001:db8::1', '2001:db9::5'))).toBe('2001:db9::5');
		expect(read(request('198.51.100.1', '203.0.113.9'))).toBe('198.51.100.1');
	});

	test('is the proxy itself when it says nothing that can be read', () => {
		const read = createAddressReader(['10.0.0.0/8']);
		expect(read(request('10.1.1.1'))).toBe('10.1.1.1');
		expect(read(request('10.1.1.1', 'unknown, <script>'))).toBe('10.1.1.1');
	});
});

test('a limit counts one IPv4 address, or one IPv6 network of 64 bits', () => {
	expect(countedAs('192.0.2.7')).toBe('192.0.2.7');
	expect(countedAs('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2');
	expect(countedAs('2001:db8:1:2:ffff:4:5:6')).toBe('2001:db8:1:2');
	expect(countedAs('2001:db8:1:3::1')).toBe('2001:db8:1:3');
	expect(countedAs('2001:db8::1')).toBe(countedAs('2001:db8::2'));
	expect(countedAs('::1')).not.toBe(countedAs('2001:db8::1'));
});
