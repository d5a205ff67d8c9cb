import { expect, it } from 'vitest';
import { importOneByOne } from './message-imports.mjs';

it('points a module at the messages it names, and at no others', () => {
	const code = `import { m } from '#lib/paraglide/messages.js';\nconst a = [m.reading_send(), m.reading_send, m.common_all()];`;
	expect(importOneByOne(code)).toBe(
		`import { reading_send as m_reading_send } from '#lib/paraglide/messages/reading_send.js'; ` +
			`import { common_all as m_common_all } from '#lib/paraglide/messages/common_all.js';\n` +
			`const a = [m_reading_send(), m_reading_send, m_common_all()];`
	);
});

it('leaves other things called m alone, and modules without messages untouched', () => {
	const code = `import { m } from "#lib/paraglide/messages.js"; form.m.x; am.y; m.reading_send()`;
	expect(importOneByOne(code)).toContain('form.m.x; am.y; m_reading_send()');
	expect(importOneByOne('const m = { a: 1 }; m.a')).toBeNull();
});

it('keeps the way to messages whose names hold capitals', () => {
	const code = `import { m } from '#lib/paraglide/messages.js';\nm.review_csv_recordNumber(m.common_all());`;
	expect(importOneByOne(code)).toBe(
		`import { m } from '#lib/paraglide/messages.js'; ` +
			`import { common_all as m_common_all } from '#lib/paraglide/messages/common_all.js';\n` +
			`m.review_csv_recordNumber(m_common_all());`
	);
});
