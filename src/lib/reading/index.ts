export { default as Blocks } from './Blocks.svelte';
