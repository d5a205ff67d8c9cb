export { default as Blocks } from './Blocks.svelte';
export { kindChoices, KIND_LABELS, OUTCOME_LABELS, REPORT_LABELS } from './labels.ts';
