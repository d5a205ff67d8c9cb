import { redirect } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { type GuideStep, guideHref, guideProgress, stepAt, stepBeside } from '#lib/workspace/guide.ts';
import { suggestedPhases } from '#server/dialogues/templates.ts';
import type { DialogueView } from '#server/dialogues/types.ts';
import { phasesOf } from '#server/dialogues/view.ts';
import { MedskickError } from '#server/errors.ts';
import { stampOf } from '#server/seen.ts';
import { dialogueValues } from '../../../dialogue-form.server.ts';
import { managedDialogue } from '../../managed.server.ts';
import { phaseRows, withoutEmptyPhases } from '../../phases-form.server.ts';
import { saveStep } from './save.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const dialogue = await managedDialogue(locals, params.dialog);
	const { slug, state, areas, sami } = dialogue;
	return {
		...{ slug, state, areas },
		step: knownStep(params.steg),
		answered: sami !== null,
		progress: guideProgress(dialogue),
		details: dialogueValues(dialogue),
		phases: phasesStep(dialogue)
	};
};

/** A dialogue without phases is shown those of its template, until some are saved. */
function phasesStep(dialogue: DialogueView) {
	const { type, phases } = dialogue;
	const suggested = phases.length === 0 && suggestedPhases(type).length > 0;
	const seen = stampOf(phasesOf(dialogue));
	return { suggested, seen, ...phaseRows(suggested ? suggestedPhases(type) : phases) };
}

function knownStep(address: string): GuideStep {
	const step = stepAt(address);
	if (step === undefined) throw new MedskickError('not_found');
	return step;
}

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const sent = await request.formData();
		const form = stepAt(params.steg) === 'phases' ? withoutEmptyPhases(sent) : sent;
		return attempt(
			{ request },
			async () => {
				const dialogue = await managedDialogue(locals, params.dialog);
				const step = knownStep(params.steg);
				await saveStep(locals, dialogue, step, form);
				// Areas are added one by one, so one stays there.
				if (step === 'areas') return { saved: true };
				redirect(303, localizeHref(whereTo(dialogue.slug, step, text(sent, 'then'))));
			},
			form
		);
	}
};

function whereTo(slug: string, step: GuideStep, then: string): string {
	const next = stepBeside(step, 1);
	return next === undefined || then === 'later' ? `/arbetsyta/${slug}` : guideHref(slug, next);
}
