export * from './labels.ts';
export { default as InvitationNavigation } from './InvitationNavigation.svelte';
export { default as ListReport } from './ListReport.svelte';
export { default as MailingFields } from './MailingFields.svelte';
export { default as MailingTable } from './MailingTable.svelte';
export { default as ReachPanel } from './ReachPanel.svelte';
export { default as RecipientTable } from './RecipientTable.svelte';
export { default as ReportForm } from './ReportForm.svelte';
export { default as ReportResults } from './ReportResults.svelte';
