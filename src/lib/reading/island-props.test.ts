import { expect, test } from 'vitest';
import { asDataBlock, type IslandProps } from './island-props.ts';

test('nothing that somebody has written can end the block of data or begin a comment in it', () => {
	const returned = { issues: [], values: { text: '</script><script>alert(1)</script><!--' } };
	const block = asDataBlock('id', { returned } as unknown as IslandProps);
	expect(block.match(/</g)).toHaveLength(2);
	const json = block.replace(/^<script[^>]*>/, '').replace(/<\/script>$/, '');
	expect(JSON.parse(json)).toEqual({ returned });
});
