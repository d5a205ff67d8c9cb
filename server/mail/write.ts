import type { Letter, MailLanguage, Sender } from './types.ts';

/** What a letter can be made of. Nothing in it is fetched from anywhere when it is opened (domain G-08). */
export type Part =
	| { kind: 'paragraph'; text: string }
	| { kind: 'heading'; text: string }
	| { kind: 'quote'; text: string; language?: string }
	| { kind: 'facts'; rows: readonly (readonly [label: string, value: string])[] }
	| { kind: 'link'; label: string; address: string };

export type Draft = {
	subject: string;
	language: MailLanguage;
	sender: Sender;
	parts: readonly Part[];
	closing: readonly string[];
};

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
const withBreaks = (text: string): string => escapeHtml(text).replaceAll('\n', '<br>');

/** The letter in both its forms. */
export function write(draft: Draft): Letter {
	return { subject: oneLine(draft.subject), text: plain(draft), html: markup(draft) };
}

/** A line break in a subject would begin a new header. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function plain({ parts, closing }: Draft): string {
	return [...parts.map(plainPart), ['--', ...closing].join('\n')].join('\n\n') + '\n';
}

function plainPart(part: Part): string {
	if (part.kind === 'quote')
		return part.text
			.split('\n')
			.map((line) => `> ${line}`.trimEnd())
			.join('\n');
	if (part.kind === 'facts') return part.rows.map(([label, value]) => `${label}: ${value}`).join('\n');
	if (part.kind === 'link') return `${part.label}:\n${part.address}`;
	return part.text;
}

function markup({ subject, language, parts, closing }: Draft): string {
	return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escapeHtml(subject)}</title></head>
<body style="font-family:system-ui,sans-serif;font-size:17px;line-height:1.5;max-width:36em;margin:0 auto;padding:16px">
${parts.map(markupPart).join('\n')}
<hr>
<p>${closing.map(escapeHtml).join('<br>')}</p>
</body>
</html>
`;
}

function markupPart(part: Part): string {
	if (part.kind === 'heading') return `<h1 style="font-size:1.3em">${escapeHtml(part.text)}</h1>`;
	if (part.kind === 'quote') {
		const language = part.language === undefined ? '' : ` lang="${escapeHtml(part.language)}"`;
		return `<blockquote${language} style="margin:0 0 1em;padding-left:1em;border-left:4px solid #1e5b4a">${withBreaks(part.text)}</blockquote>`;
	}
	if (part.kind === 'facts') {
		const rows = part.rows.map(
			([label, value]) => `<dt><strong>${escapeHtml(label)}</strong></dt><dd>${escapeHtml(value)}</dd>`
		);
		return `<dl>${rows.join('')}</dl>`;
	}
	if (part.kind === 'link') return `<p><a href="${escapeHtml(part.address)}">${escapeHtml(part.label)}</a></p>`;
	return `<p>${withBreaks(part.text)}</p>`;
}
