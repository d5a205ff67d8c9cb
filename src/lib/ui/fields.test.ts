import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import ChoiceField from './ChoiceField.svelte';
import ErrorSummary from './ErrorSummary.svelte';
import { fieldId, issueFor } from './fields.ts';
import TextField from './TextField.svelte';

const issues = [
	{ field: 'email', sv: 'Skriv en e-postadress med @.', en: 'Write an e-mail address with @.' },
	{ sv: 'Samrådet är stängt.', en: 'The consultation is closed.' }
];

/** The ids that `attribute` of the first such element points to, each of which must exist. */
function pointedAt(html: string, attribute: string): string[] {
	const ids = new RegExp(`${attribute}="([^"]+)"`).exec(html)?.[1]?.split(' ') ?? [];
	for (const id of ids) expect(html).toContain(`id="${id}"`);
	return ids;
}

describe('a text field', () => {
	it('has its label, its hint and its error tied to it', () => {
		const props = { label: 'E-post', name: 'email', form: 'reply', hint: 'Dit går svaret.', error: 'Skriv med @.' };
		const { body } = render(TextField, { props });
		expect(pointedAt(body, 'for')).toEqual(['reply-email']);
		expect(pointedAt(body, 'aria-describedby')).toEqual(['reply-email-hint', 'reply-email-error']);
		expect(body).toContain('aria-invalid="true"');
	});

	it('is not called invalid, nor described by what is not there', () => {
		const { body } = render(TextField, { props: { label: 'Namn', name: 'name' } });
		expect(body).not.toContain('aria-invalid');
		expect(body).not.toContain('aria-describedby');
	});

	it('counts only when the end is near, and says how much is too much', () => {
		const field = { label: 'Synpunkt', name: 'text', rows: 3 };
		expect(render(TextField, { props: { ...field, limit: 5000, value: 'a' } }).body).not.toContain('tecken');
		expect(render(TextField, { props: { ...field, limit: 10, value: 'a' } }).body).toContain('9 tecken kvar');
		expect(render(TextField, { props: { ...field, limit: 2, value: 'aaaa' } }).body).toContain('2 tecken för mycket');
	});

	it('never writes what somebody typed as markup', () => {
		const { body } = render(TextField, { props: { label: 'Namn', name: 'name', value: '"><script>x</script>' } });
		expect(body).not.toContain('<script>x');
	});
});

describe('a choice', () => {
	it('gives the first option the id that the error summary leads to', () => {
		const options = [
			{ value: 'change', label: 'Ändring' },
			{ value: 'support', label: 'Stöd' }
		];
		const { body } = render(ChoiceField, { props: { legend: 'Slag', name: 'kind', options, selected: ['support'] } });
		expect(body).toContain(`id="${fieldId('form', 'kind')}"`);
		expect(body.match(/checked/g)).toHaveLength(1);
		expect(body).toMatch(/value="support"[^>]*checked/);
	});
});

describe('the error summary', () => {
	it('counts what to mend and links to the fields that have it', () => {
		const { body } = render(ErrorSummary, { props: { issues, form: 'reply' } });
		expect(body).toContain('Du behöver rätta 2 saker');
		expect(body).toMatch(/href="#reply-email"[^>]*>Skriv en e-postadress med @\./);
		expect(body).toContain('role="alert"');
	});

	it('asks for no correction where no field is wrong', () => {
		const { body } = render(ErrorSummary, { props: { issues: issues.slice(1) } });
		expect(body).not.toContain('rätta');
		expect(body).toContain('Det gick inte som det skulle');
		expect(body).toContain('Samrådet är stängt.');
	});

	it('is not there when nothing is wrong', () => {
		expect(render(ErrorSummary, { props: { issues: [] } }).body).not.toContain('alert');
	});

	it('finds what is wrong with one field', () => {
		expect(issueFor(issues, 'email')).toBe('Skriv en e-postadress med @.');
		expect(issueFor(issues, 'name')).toBeUndefined();
		expect(issueFor(undefined, 'email')).toBeUndefined();
	});
});
