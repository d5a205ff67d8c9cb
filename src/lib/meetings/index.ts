export * from './labels.ts';
export * from './when.ts';
export { default as Agenda } from './Agenda.svelte';
export { default as JoinFacts } from './JoinFacts.svelte';
export { default as MeetingStatus } from './MeetingStatus.svelte';
export { default as MeetingsOfDialogue } from './MeetingsOfDialogue.svelte';
