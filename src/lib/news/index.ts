export * from './labels.ts';
export { default as FollowLinks } from './FollowLinks.svelte';
export { default as LatestNews } from './LatestNews.svelte';
export { default as NewsFields } from './NewsFields.svelte';
export { default as NewsNavigation } from './NewsNavigation.svelte';
export { default as NewsPost } from './NewsPost.svelte';
export { default as NextStepForm } from './NextStepForm.svelte';
export { default as NextSteps } from './NextSteps.svelte';
export { default as SubscribeForm } from './SubscribeForm.svelte';
