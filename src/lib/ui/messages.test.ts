import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from './language.ts';

const root = new URL('../../../', import.meta.url);
const settings = JSON.parse(readFileSync(new URL('project.inlang/settings.json', root), 'utf8'));
const patterns: string[] = settings['plugin.inlang.messageFormat'].pathPattern;

const files = patterns.map((pattern) => {
	const feature = pattern.replace(/^.*\/|\.json$/g, '');
	const texts = Object.fromEntries(LANGUAGES.map((language) => [language, read(pattern, language)]));
	return { feature, sv: texts.sv ?? {}, en: texts.en ?? {} };
});

describe.each(files)('the messages of $feature', ({ feature, sv, en }) => {
	it('exist in both languages', () => expect(Object.keys(en).toSorted()).toEqual(Object.keys(sv).toSorted()));

	it('bear the name of their feature, so that no two files claim a key', () => {
		expect(Object.keys(sv).filter((key) => !key.startsWith(feature + '_'))).toEqual([]);
	});

	it('take the same values in both languages', () => {
		for (const key of Object.keys(sv)) expect(placeholders(en[key]), key).toEqual(placeholders(sv[key]));
	});

	it('are never empty, and never shout (domain 4.16)', () => {
		const shouting = Object.entries({ ...sv, ...en }).filter(([, value]) => /!|"\s*"/.test(JSON.stringify(value)));
		expect(shouting).toEqual([]);
	});
});

function read(pattern: string, language: string): Record<string, unknown> {
	const file = new URL(pattern.replace('{locale}', language), root);
	expect(existsSync(file), String(file)).toBe(true);
	return JSON.parse(readFileSync(file, 'utf8'));
}

function placeholders(message: unknown): string[] {
	return [...new Set(JSON.stringify(message ?? '').match(/(?<!\\)\{\w+\}/g) ?? [])].toSorted();
}
