import { type Checks, createChecks, said } from '#server/checks.ts';
import type { NewsInput, NextStepInput, RevisionInput } from './types.ts';

function words(checks: Checks, input: NewsInput) {
	return {
		title: checks.text('title', said(input.title), {
			max: 200,
			required: { sv: 'Skriv nyhetens rubrik.', en: 'Write the headline.' }
		}),
		text: checks.text('text', said(input.text), {
			max: 5000,
			required: { sv: 'Skriv vad nyheten handlar om.', en: 'Write what the news is about.' }
		})
	};
}

export function checkNews(input: NewsInput) {
	const checks = createChecks();
	const columns = { ...words(checks, input), note: '' };
	checks.done();
	return columns;
}

/** A correction of what people have read says what is new in it. */
export function checkRevision(input: RevisionInput, published: boolean) {
	const checks = createChecks();
	const required = { sv: 'Skriv vad du har rättat.', en: 'Write what you have corrected.' };
	const note = published ? checks.text('note', said(input.note), { max: 500, required }) : '';
	const columns = { ...words(checks, input), note };
	checks.done();
	return columns;
}

export function checkReason(reason: string): string {
	const checks = createChecks();
	const required = { sv: 'Skriv varför du drar tillbaka nyheten.', en: 'Write why you withdraw the news.' };
	const text = checks.text('reason', said(reason), { max: 500, required });
	checks.done();
	return text;
}

export function checkStep(input: NextStepInput) {
	const checks = createChecks();
	const row = {
		what: checks.text('what', input.what, {
			max: 500,
			required: { sv: 'Skriv vad som ska göras.', en: 'Write what will be done.' }
		}),
		who: checks.text('who', input.who, {
			max: 200,
			required: { sv: 'Skriv vem som gör det.', en: 'Write who does it.' }
		}),
		due_on: input.dueOn === null ? null : checks.date('dueOn', input.dueOn),
		done_on: input.doneOn === null ? null : checks.date('doneOn', input.doneOn)
	};
	checks.done();
	return row;
}
