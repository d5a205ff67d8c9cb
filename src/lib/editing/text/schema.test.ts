import { getSchema } from '@tiptap/core';
import type { Schema } from '@tiptap/pm/model';
import { expect, test } from 'vitest';
import { editorSchema } from '#lib/document/prosemirror.ts';
import { schemaExtensions } from './extensions.ts';

const ours = getSchema(schemaExtensions('d1'));

type Kinds = Record<string, { spec: { attrs?: Record<string, { default?: unknown }>; content?: string } }>;

function shape(kinds: Kinds) {
	return Object.fromEntries(
		Object.entries(kinds).map(([name, { spec }]) => [
			name,
			{
				content: spec.content ?? '',
				attributes: Object.fromEntries(Object.entries(spec.attrs ?? {}).map(([key, one]) => [key, one.default ?? null]))
			}
		])
	);
}

const nodes = (schema: Schema) => shape(schema.nodes as unknown as Kinds);
const marks = (schema: Schema) => shape(schema.marks as unknown as Kinds);

test('the editor holds exactly what the server reads: the same blocks, attributes, defaults and content', () => {
	expect(nodes(ours)).toEqual(nodes(editorSchema));
});

test('the editor has the same marks', () => {
	expect(marks(ours)).toEqual(marks(editorSchema));
});

test('marks nest in the same order, so that equal texts are written equally', () => {
	const order = (schema: Schema) => Object.keys(schema.marks);
	expect(order(ours)).toEqual(order(editorSchema));
});
