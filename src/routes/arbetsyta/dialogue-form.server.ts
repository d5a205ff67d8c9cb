import { text } from '#lib/ui/action.server.ts';
import type { DialogueInput, DialogueView } from '#server/dialogues/types.ts';
import type { DialogueType, InfluenceLevel, ProgrammeLevel, SamiAnswer } from '#server/dialogues/vocabulary.ts';
import { lines } from './[dialog]/form.server.ts';

/** What `DialogueFields` sends. Codes are checked against their lists by the command. */
export function dialogueInput(form: FormData): DialogueInput {
	const sami = text(form, 'samiAnswer');
	return {
		title: text(form, 'title'),
		type: text(form, 'type') as DialogueType,
		lead: text(form, 'lead'),
		purpose: text(form, 'purpose'),
		level: (text(form, 'level') || 'regional') as ProgrammeLevel,
		caseNumber: text(form, 'caseNumber'),
		commissionedBy: text(form, 'commissionedBy'),
		board: text(form, 'board'),
		contactEmail: text(form, 'contactEmail'),
		responsibleUnit: text(form, 'responsibleUnit'),
		legalBasis: lines(form, 'legalBasis'),
		programmeChain: lines(form, 'programmeChain'),
		influenceLevel: (text(form, 'influenceLevel') || 'konsultation') as InfluenceLevel,
		namesPrivatePersons: form.has('namesPrivatePersons'),
		sami: sami === '' ? null : samiDecision(form, sami as SamiAnswer)
	};
}

const samiDecision = (form: FormData, answer: SamiAnswer) => ({
	answer,
	motivation: text(form, 'samiMotivation'),
	decidedBy: text(form, 'samiDecidedBy'),
	decidedOn: text(form, 'samiDecidedOn') || null
});

/** A dialogue as its form shows it. */
export const dialogueValues = (dialogue: DialogueView): Record<string, string> => ({
	title: dialogue.title,
	type: dialogue.type,
	lead: dialogue.lead,
	purpose: dialogue.purpose,
	level: dialogue.level,
	caseNumber: dialogue.caseNumber,
	commissionedBy: dialogue.commissionedBy,
	board: dialogue.board,
	contactEmail: dialogue.contactEmail,
	responsibleUnit: dialogue.responsibleUnit,
	legalBasis: dialogue.legalBasis.join('\n'),
	programmeChain: dialogue.programmeChain.join('\n'),
	influenceLevel: dialogue.influenceLevel,
	...(dialogue.namesPrivatePersons ? { namesPrivatePersons: 'yes' } : {}),
	samiAnswer: dialogue.sami?.answer ?? '',
	samiMotivation: dialogue.sami?.motivation ?? '',
	samiDecidedBy: dialogue.sami?.decidedBy ?? '',
	samiDecidedOn: dialogue.sami?.decidedOn ?? ''
});
