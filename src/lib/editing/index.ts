export { default as EditingPage } from './EditingPage.svelte';
export type { EditingData, EditingLinks, PlaceBeside, PointBeside, PointsBeside } from './types.ts';
