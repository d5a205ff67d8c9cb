import { isSafeHref } from '#lib/document/inline.ts';

const MAIL = /^[^\s@:/]+@[^\s@]+\.[^\s@]+$/;
const SITE = /^(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?:[/?#:]\S*)?$/u;

/** What somebody writes for an address, made whole; null when it is none that a text may lead to. */
export function linkAddress(written: string): string | null {
	const address = written.trim();
	if (MAIL.test(address)) return `mailto:${address}`;
	if (SITE.test(address)) return `https://${address}`;
	return isSafeHref(address) ? address : null;
}
