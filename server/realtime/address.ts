import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';

const family = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4');

/** An IPv4 address that arrived on an IPv6 socket, as IPv4. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

/**
 * Reads whose request it is: the address of the connection, or, behind trusted proxies, the last address in
 * `X-Forwarded-For` that is not itself one of them. `trusted` holds addresses and ranges (CIDR).
 */
export function createAddressReader(trusted: readonly string[]): (request: IncomingMessage) => string {
	const proxies = new BlockList();
	for (const entry of trusted) {
		const [address = '', prefix] = entry.split('/');
		if (prefix === undefined) proxies.addAddress(address, family(address));
		else proxies.addSubnet(address, Number(prefix), family(address));
	}
	const isProxy = (address: string): boolean => isIP(address) !== 0 && proxies.check(address, family(address));
	return (request) => {
		const direct = plain(request.socket.remoteAddress ?? '');
		if (!isProxy(direct)) return direct;
		const header = request.headers['x-forwarded-for'] ?? '';
		const hops = String(header)
			.split(',')
			.map((hop) => plain(hop.trim()));
		return hops.reverse().find((hop) => isIP(hop) !== 0 && !isProxy(hop)) ?? direct;
	};
}

/** What a limit per address counts: one IPv4 address, or one IPv6 network of 64 bits, which one household has. */
export const countedAs = (address: string): string => (isIPv6(address) ? networkOf(address) : address);

function networkOf(address: string): string {
	const [left = [], right = []] = address.split('::').map((half) => half.split(':').filter((group) => group !== ''));
	const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
	const groups = [...left, ...zeros, ...right].slice(0, 4);
	return groups.map((group) => parseInt(group, 16).toString(16)).join(':');
}
