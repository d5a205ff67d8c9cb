export { default as KeepOffline } from './KeepOffline.svelte';
