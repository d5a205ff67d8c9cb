import type { Channel } from '#lib/protocol/vocabulary.ts';
import { MASKED } from '#lib/protocol/masking.ts';
import type { PlaceInput } from '#server/submissions/parse.ts';
import type { RecordInput } from '#server/submissions/record.ts';
import { fromWallClock } from './dates.ts';
import type { ScenarioPoint, ScenarioSubmission } from './scenario.ts';
import { type Stage, staffMember, system } from './stage.ts';

const CHANNEL: Record<ScenarioSubmission['channel'], Channel> = {
	webb: 'web',
	'e-post': 'email',
	möte: 'meeting',
	telefon: 'phone'
};
const HOUR_MS = 60 * 60 * 1000;
/** The day the region settled its positions; those on the final proof came with the decision version. */
const ASSESSED_ON = '2026-09-14';

/** Everything that came in, moderated and assessed as the scenario tells. */
export async function loadInputs(stage: Stage): Promise<void> {
	const inOrder = [...stage.scenario.submissions].sort((a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt));
	for (const told of inOrder) {
		const receivedAt = stage.shift.moment(told.receivedAt);
		stage.services.time.travel(receivedAt);
		const { points } = await stage.services.submissions.record(system(), recordInput(stage, told, receivedAt));
		stage.services.time.travel(new Date(receivedAt.getTime() + HOUR_MS));
		for (const [index, point] of told.points.entries()) {
			const pointId = points[index]?.id;
			if (pointId !== undefined) await moderate(stage, told, point, pointId);
		}
		stage.services.time.travel(fromWallClock(stage.shift.day(ASSESSED_ON), '09:00:00'));
		for (const [index, point] of told.points.entries()) {
			const pointId = points[index]?.id;
			if (pointId !== undefined) await assess(stage, told, point, pointId);
		}
	}
}

function recordInput(stage: Stage, told: ScenarioSubmission, receivedAt: Date): RecordInput {
	const organisation = stage.scenario.organisations.find((one) => one.id === told.organisationId);
	return {
		dialogueId: stage.dialogueId,
		consultationId: told.consultationId === null ? null : (stage.consultations.get(told.consultationId) ?? null),
		areaId: told.area === null ? null : (stage.areas.get(told.area) ?? null),
		kind: told.kind,
		channel: CHANNEL[told.channel],
		receivedAt,
		recordNumber: told.recordNumber,
		sender: {
			name: told.anonymous ? '' : (told.person ?? ''),
			organisationName: organisation?.name ?? '',
			organisationType: organisation?.organisationType ?? 'private_person',
			anonymous: told.anonymous ?? false,
			count: told.groupedCount ?? 1
		},
		protectedIdentity: told.protectedIdentity ?? false,
		language: told.language ?? 'sv',
		workingTranslation: told.workingTranslation ?? '',
		summary: told.summary ?? '',
		ownCaseNumber: told.ownCaseNumber ?? '',
		decidedByBody: told.decidedByBody ?? '',
		decisionDate: told.decisionDate === undefined ? null : stage.shift.day(told.decisionDate),
		lateNote: told.lateNote ?? '',
		publication: told.publish,
		recordClass: told.recordClass === 'ringa_betydelse' ? 'minor' : 'registered',
		publicSubject: told.publicSubject ?? '',
		attachments: told.attachments ?? [],
		points: told.points.map((point) => ({
			kind: point.kind,
			text: stage.shift.text(point.text),
			...placeOf(stage, told, point),
			securityReview: told.securityFlag ?? false
		}))
	};
}

const DOCUMENT_OF_AREA: Record<string, string> = { JSV: 'd-jsv-03', UPP: 'd-upp-03', DIG: 'd-dig-03', ENE: 'd-ene-03' };

/** A section code names its document (`JSV-5`; a bare number is a chapter of the final proof); without one, the whole text. */
function placeOf(
	stage: Stage,
	told: ScenarioSubmission,
	point: ScenarioPoint
): { versionId: string | null; place: PlaceInput } {
	const code = point.section;
	const area = code === null ? told.area : (/^([A-ZÅÄÖ]+)-/.exec(code)?.[1] ?? null);
	const documentId = area === null ? (code === null ? null : 'd-prog-09') : (DOCUMENT_OF_AREA[area] ?? null);
	const version = documentId === null ? undefined : stage.versions.get(documentId);
	if (version === undefined) return { versionId: null, place: { scope: 'whole' } };
	const blockId = code === null ? undefined : version.sections.get(code);
	if (code !== null && blockId === undefined) throw new Error(`The text ${documentId} has no section ${code}`);
	return {
		versionId: version.versionId,
		place: blockId === undefined ? { scope: 'whole' } : { scope: 'section', blockId }
	};
}

async function moderate(stage: Stage, told: ScenarioSubmission, point: ScenarioPoint, pointId: string): Promise<void> {
	const { moderation } = stage.services;
	if (told.publish === 'no')
		return void (await moderation.unpublish(system(), { pointId, note: 'Publiceras inte på webben.' }));
	if (told.securityFlag) {
		await moderation.securityReview(staffMember(stage, 'u-anders'), {
			pointId,
			on: false,
			note: 'Bilagan hålls utanför webben. Texten röjer inget.'
		});
	}
	if (point.publicText !== undefined) return masked(stage, told, point, pointId);
	await moderation.approve(staffMember(stage, 'u-tove'), { pointId });
}

/** One masks, another approves (domain §2.12). */
async function masked(stage: Stage, told: ScenarioSubmission, point: ScenarioPoint, pointId: string): Promise<void> {
	const kept = point.publicText?.replace(MASKED, '').trim() ?? '';
	const ranges = [{ start: 0, end: point.text.indexOf(kept) - 1 }];
	await stage.services.moderation.mask(staffMember(stage, 'u-leila'), {
		pointId,
		ranges,
		reason: told.maskReason ?? ''
	});
	await stage.services.moderation.approveMask(staffMember(stage, 'u-tove'), { pointId });
}

async function assess(stage: Stage, told: ScenarioSubmission, point: ScenarioPoint, pointId: string): Promise<void> {
	const { outcome, text, changeRef } = point.assessment;
	const reference = changeRef === null ? '' : stage.shift.text(changeRef);
	await stage.services.consolidation.assess(system(), {
		pointIds: [pointId],
		outcome,
		text: stage.shift.text(text),
		target: outcome === 'carried_forward' ? reference : '',
		changeReference: outcome === 'carried_forward' ? '' : reference,
		language: told.language ?? 'sv',
		publish: true
	});
}
