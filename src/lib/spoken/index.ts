export { default as SpokenForm } from './SpokenForm.svelte';
export { default as SpokenLines } from './SpokenLines.svelte';
