import { text } from '#lib/ui/action.server.ts';
import type { GuideStep } from '#lib/workspace/guide.ts';
import type { DialogueView } from '#server/dialogues/types.ts';
import { saveArea } from '../../area-form.server.ts';
import { dialogueParts } from '../../../dialogue-form.server.ts';
import { phasesIn } from '../../phases-form.server.ts';

/** Saves what one step's form sends, by the commands that the settings use. */
export async function saveStep(
	locals: App.Locals,
	{ id, state }: DialogueView,
	step: GuideStep,
	form: FormData
): Promise<void> {
	const { app, by } = locals;
	switch (step) {
		case 'about':
		case 'mandate':
		case 'contact':
		case 'sami':
			return app.dialogues.change(by, id, dialogueParts[step](form));
		case 'phases':
			return app.dialogues.setPhases(by, id, phasesIn(form), text(form, 'seen'));
		case 'areas':
			return saveArea(locals, id, form);
		case 'open':
			// A form that was left standing does not open again what has been closed since.
			if (state === 'planning') await app.dialogues.setState(by, id, 'open');
	}
}
