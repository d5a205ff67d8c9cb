import { KIND_LABELS, OUTCOME_LABELS, senderLabel, STATUS_LABELS } from '#lib/labels/index.ts';
import { m } from '#lib/paraglide/messages.js';
import { OUTCOMES, POINT_KINDS, POINT_STATUSES } from '#lib/protocol/vocabulary.ts';
import { dateTimeCompact } from '#lib/ui/format.ts';
import type { Labels } from '#server/consolidation/export.ts';
import { organisationLabel } from './organisation-label.ts';

/** The words of an exported table, in the language of the page. */
export function exportLabels(): Labels {
	return {
		columns: {
			reference: m.review_csv_reference(),
			recordNumber: m.review_csv_recordNumber(),
			received: m.review_csv_received(),
			late: m.review_csv_late(),
			area: m.review_csv_area(),
			document: m.review_csv_document(),
			section: m.review_csv_section(),
			quote: m.review_csv_quote(),
			kind: m.review_csv_kind(),
			text: m.review_csv_text(),
			language: m.review_csv_language(),
			sender: m.review_csv_sender(),
			organisationType: m.review_csv_organisationType(),
			senders: m.review_csv_senders(),
			agreements: m.review_csv_agreements(),
			outcome: m.review_csv_outcome(),
			reasons: m.review_csv_reasons(),
			target: m.review_csv_target(),
			change: m.review_csv_change(),
			status: m.review_csv_status()
		},
		kind: labelled(POINT_KINDS, KIND_LABELS),
		outcome: labelled(OUTCOMES, OUTCOME_LABELS),
		status: labelled(POINT_STATUSES, STATUS_LABELS),
		organisationType: organisationLabel,
		sender: (point) => senderLabel(point.sender),
		dateTime: (iso) => dateTimeCompact(iso),
		yes: m.common_yes()
	};
}

function labelled<T extends string>(codes: readonly T[], labels: Record<T, () => string>): (code: string) => string {
	return (code) => {
		const known = codes.find((one) => one === code);
		return known === undefined ? code : labels[known]();
	};
}
