import type { ConsolidatedPoint } from '#lib/protocol/consolidation.ts';
import { csv } from '#server/exporting/csv.ts';

export type Labels = {
	columns: Record<Column, string>;
	kind(code: string): string;
	outcome(code: string): string;
	organisationType(code: string): string;
	sender(point: ConsolidatedPoint['point']): string;
	dateTime(iso: string): string;
	yes: string;
	status(code: string): string;
};

export const COLUMNS = [
	'reference',
	'recordNumber',
	'received',
	'late',
	'area',
	'document',
	'section',
	'quote',
	'kind',
	'text',
	'language',
	'sender',
	'organisationType',
	'senders',
	'agreements',
	'outcome',
	'reasons',
	'target',
	'change',
	'status'
] as const;
export type Column = (typeof COLUMNS)[number];

function cells({ point, ...row }: ConsolidatedPoint, labels: Labels): Record<Column, string> {
	const assessment = point.assessment;
	return {
		reference: point.reference ?? '',
		recordNumber: row.recordNumber,
		received: labels.dateTime(point.receivedAt),
		late: point.late ? labels.yes : '',
		area: row.areaName,
		document: row.documentTitle,
		section: point.place?.sectionLabel ?? '',
		quote: point.place?.scope === 'words' ? point.place.quote : '',
		kind: labels.kind(point.kind),
		text: point.text,
		language: point.language,
		sender: labels.sender(point),
		organisationType:
			point.sender.organisationType === '' ? '' : labels.organisationType(point.sender.organisationType),
		senders: String(point.sender.count),
		agreements: String(point.agreements),
		outcome: labels.outcome(assessment?.outcome ?? 'pending'),
		reasons: assessment?.text ?? '',
		target: assessment?.target ?? '',
		change: assessment?.changeReference ?? '',
		status: labels.status(point.status)
	};
}

export function toCsv(points: readonly ConsolidatedPoint[], labels: Labels): string {
	const rows = points.map((point) => {
		const row = cells(point, labels);
		return COLUMNS.map((column) => row[column]);
	});
	return csv(
		COLUMNS.map((column) => labels.columns[column]),
		rows
	);
}
