/** All that is needed only by those who write: fetched when somebody is about to. */
export { default as CommentPanel } from './CommentPanel.svelte';
export { default as PointPanel } from './PointPanel.svelte';
export { default as ReceiptNote } from './ReceiptNote.svelte';
export { default as Sheet } from './Sheet.svelte';
export { default as Waiting } from './Waiting.svelte';
export { WritingState } from './writing-state.svelte.ts';
