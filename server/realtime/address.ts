import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import * as http from '#server/http/client-address.ts';

/** Whose request it is, as pages decide it too. `trusted` holds addresses and ranges (CIDR) of proxies. */
export function createAddressReader(trusted: readonly string[]): (request: IncomingMessage) => string {
	const read = http.createAddressReader(trusted);
	return ({ socket, headers }) => read(socket.remoteAddress, headers['x-forwarded-for']?.toString());
}

/** What a limit per address counts: one IPv4 address, or one IPv6 network of 64 bits, which one household has. */
export const countedAs = (address: string): string => (isIPv6(address) ? networkOf(address) : address);

function networkOf(address: string): string {
	const [left = [], right = []] = address.split('::').map((half) => half.split(':').filter((group) => group !== ''));
	const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
	const groups = [...left, ...zeros, ...right].slice(0, 4);
	return groups.map((group) => parseInt(group, 16).toString(16)).join(':');
}
