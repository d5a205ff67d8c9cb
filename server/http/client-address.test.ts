import { expect, test } from 'vitest';
import { createAddressReader } from './client-address.ts';

const direct = createAddressReader([]);
const behind = createAddressReader(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);

test('without a trusted proxy the header is hearsay', () => {
	expect(direct('203.0.113.7', '198.51.100.1')).toBe('203.0.113.7');
});

test('a trusted proxy is believed, and so is the next one behind it', () => {
	expect(behind('127.0.0.1', '198.51.100.1')).toBe('198.51.100.1');
	expect(behind('127.0.0.1', '198.51.100.1, 10.2.3.4')).toBe('198.51.100.1');
	expect(behind('fd00::5', '2001:db8::1')).toBe('2001:db8::1');
});

test('what a visitor puts in front of the proxy is not believed', () => {
	expect(behind('127.0.0.1', '192.0.2.66, 198.51.100.1')).toBe('198.51.100.1');
	expect(behind('203.0.113.7', '192.0.2.66')).toBe('203.0.113.7');
});

test('a header that holds no address leaves the proxy as the address', () => {
	expect(behind('127.0.0.1', 'unknown')).toBe('127.0.0.1');
	expect(behind('127.0.0.1', undefined)).toBe('127.0.0.1');
});

test('IPv4 dressed as IPv6 is recognised', () => {
	expect(behind('::ffff:127.0.0.1', '::ffff:198.51.100.1')).toBe('198.51.100.1');
});
