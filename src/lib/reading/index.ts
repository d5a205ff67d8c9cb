export { default as Blocks } from './Blocks.svelte';
export { default as ReadingPage } from './ReadingPage.svelte';
export { kindChoices, KIND_LABELS, OUTCOME_LABELS, REPORT_LABELS } from './labels.ts';
