export { default as AfterMeeting } from './AfterMeeting.svelte';
export { default as NotesControls } from './NotesControls.svelte';
