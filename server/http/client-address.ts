import { BlockList, isIP } from 'node:net';

/** The address of whoever asks; `forwarded` is the `X-Forwarded-For` header as it came. */
export type AddressReader = (remote: string | undefined, forwarded: string | undefined) => string;

/**
 * The last address that none of our own proxies wrote about itself. Everything further left in the header is hearsay
 * that the visitor could have sent, and is ignored; without a trusted proxy the whole header is.
 */
export function createAddressReader(trustedProxies: readonly string[]): AddressReader {
	const trusted = new BlockList();
	for (const proxy of trustedProxies) {
		const [address = '', prefix] = proxy.split('/');
		const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
		trusted.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family);
	}
	const isTrusted = (address: string) => trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
	return (remote, forwarded) => {
		let address = plain(remote ?? '');
		if (trustedProxies.length === 0) return address;
		const hops = (forwarded ?? '').split(',').map((hop) => plain(hop.trim()));
		while (isIP(address) !== 0 && isTrusted(address)) {
			const before = hops.pop();
			if (before === undefined || isIP(before) === 0) break;
			address = before;
		}
		return address;
	};
}

/** An IPv4 address may come dressed as IPv6, which no list of IPv4 ranges would recognise. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');
