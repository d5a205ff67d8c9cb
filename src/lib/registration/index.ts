export * from './choices.ts';
export * from './clashes.ts';
export * from './form.ts';
export * from './labels.ts';
export { default as ChangeForm } from './ChangeForm.svelte';
export { default as OwnRegistrations } from './OwnRegistrations.svelte';
export { default as RegisteredMeetings } from './RegisteredMeetings.svelte';
export { default as RegistrationForm } from './RegistrationForm.svelte';
export { default as Review } from './Review.svelte';
