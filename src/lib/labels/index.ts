// The words for codes that more than one part of the house shows (domain §2.9, §2.12, §2.14), in the language of the page.
export { organisationTypeChoices, organisationTypeLabel } from './organisations.ts';
export { kindChoices, KIND_LABELS, OUTCOME_LABELS, REPORT_LABELS, STATUS_LABELS } from './points.ts';
export { roleChoices, roleLabel } from './roles.ts';
export { senderLabel } from './senders.ts';
export { writtenText } from './written.ts';
