import { digest } from 'lib0/hash/sha256';
import { encodeUtf8 } from 'lib0/string';
import type { TextContent } from './blocks.ts';

/** JSON with sorted keys and without undefined members: equal values give equal text, whoever wrote them. */
export function canonicalJson(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
	const members = Object.entries(value)
		.filter(([, member]) => member !== undefined)
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
	return `{${members.join(',')}}`;
}

/** SHA-256 in lower-case hex of a version's title and content; the same in the browser and on the server. */
export function contentHash(title: string, content: TextContent): string {
	const bytes = digest(encodeUtf8(canonicalJson({ title, content })));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
