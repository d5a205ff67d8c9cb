export * from './labels.ts';
export { default as Comparison } from './Comparison.svelte';
export { default as DialogueCards } from './DialogueCards.svelte';
export { default as Phases } from './Phases.svelte';
export { default as Window } from './Window.svelte';
