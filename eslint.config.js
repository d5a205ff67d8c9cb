import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';
import { importRules } from './scripts/import-rules.mjs';
import svelteConfig from './svelte.config.js';

const SOURCE = ['**/*.ts', '**/*.svelte'];
const TEST_FILES = ['**/*.test.ts', 'tests/**/*.ts'];

/** A test that runs alone hides all others. */
const noOnly = {
	selector: 'MemberExpression[object.name=/^(test|it|describe)$/][property.name="only"]',
	message: 'Other tests would silently not run.'
};
const noInstanceof = {
	selector: 'BinaryExpression[operator="instanceof"][right.name="MedskickError"]',
	message: 'SvelteKit bundles a copy of the class. Use isMedskickError, or compare the code.'
};
const noEnvironment = {
	selector: 'MemberExpression[object.name="process"][property.name="env"]',
	message: 'The environment is read once, by config.ts. Take a Config as an argument.'
};

// What takes types, promises that nobody waits for, is found by oxlint: .oxlintrc.json.
export default defineConfig(
	{ ignores: ['build/', '.svelte-kit/', 'data/', 'src/lib/paraglide/', 'server/database/schema.ts', 'bench/results/'] },
	js.configs.recommended,
	...ts.configs.strict,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.node, ...globals.browser } },
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			'no-undef': 'off',
			eqeqeq: ['error', 'always', { null: 'ignore' }],
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
			'@typescript-eslint/ban-ts-comment': 'error',
			'no-restricted-syntax': ['error', noOnly, noInstanceof]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
		rules: {
			// The content security policy refuses them, silently.
			'svelte/no-inline-styles': 'error',
			'svelte/require-each-key': 'error',
			'svelte/button-has-type': 'error',
			'svelte/no-target-blank': 'error',
			// Addresses are Swedish paths with a language in front; one function makes them, and it is not `resolve`.
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	{
		files: ['server/**/*.ts', 'src/**/*.{ts,svelte}', 'migrations/**/*.ts'],
		rules: { 'no-console': 'error' }
	},
	{
		files: ['server/**/*.ts'],
		ignores: ['server/main.ts', 'server/database/embedded-run.ts', '**/*.test.ts'],
		rules: { 'no-restricted-syntax': ['error', noOnly, noInstanceof, noEnvironment] }
	},
	{ files: TEST_FILES, rules: { 'no-console': 'off' } },
	{
		files: SOURCE,
		rules: { '@typescript-eslint/no-explicit-any': 'error', '@typescript-eslint/no-non-null-assertion': 'error' }
	},
	...importRules
);
