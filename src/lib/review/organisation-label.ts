import { organisationTypeLabel } from '#lib/labels/index.ts';
import { m } from '#lib/paraglide/messages.js';

/** '' stands for senders whose kind the viewer may not know (domain K-02). */
export const organisationLabel = (type: string): string =>
	type === '' ? m.review_no_organisation() : organisationTypeLabel(type);
