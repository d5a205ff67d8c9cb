import { text } from '#lib/ui/action.server.ts';
import type { DialoguePart } from '#lib/workspace/dialogue-parts.ts';
import type { DialogueInput, DialogueView } from '#server/dialogues/types.ts';
import type { DialogueType, InfluenceLevel, ProgrammeLevel, SamiAnswer } from '#server/dialogues/vocabulary.ts';
import { lines } from './[dialog]/form.server.ts';

/** What each part of `DialogueFields` sends. Codes are checked against their lists by the command. */
export const dialogueParts = {
	about: (form: FormData) => ({
		title: text(form, 'title'),
		lead: text(form, 'lead'),
		purpose: text(form, 'purpose'),
		influenceLevel: text(form, 'influenceLevel') as InfluenceLevel
	}),
	mandate: (form: FormData) => ({
		type: text(form, 'type') as DialogueType,
		level: text(form, 'level') as ProgrammeLevel,
		caseNumber: text(form, 'caseNumber'),
		commissionedBy: text(form, 'commissionedBy'),
		board: text(form, 'board'),
		legalBasis: lines(form, 'legalBasis'),
		programmeChain: lines(form, 'programmeChain')
	}),
	contact: (form: FormData) => ({
		contactEmail: text(form, 'contactEmail'),
		responsibleUnit: text(form, 'responsibleUnit')
	}),
	names: (form: FormData) => ({ namesPrivatePersons: form.has('namesPrivatePersons') }),
	sami: (form: FormData) => ({ sami: samiDecision(form, text(form, 'samiAnswer')) })
} satisfies Record<DialoguePart, (form: FormData) => Partial<DialogueInput>>;

export const dialogueInput = (form: FormData): DialogueInput => ({
	...dialogueParts.about(form),
	...dialogueParts.mandate(form),
	...dialogueParts.contact(form),
	...dialogueParts.names(form),
	...dialogueParts.sami(form)
});

function samiDecision(form: FormData, answer: string): DialogueInput['sami'] {
	if (answer === '') return null;
	return {
		answer: answer as SamiAnswer,
		motivation: text(form, 'samiMotivation'),
		decidedBy: text(form, 'samiDecidedBy'),
		decidedOn: text(form, 'samiDecidedOn') || null
	};
}

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
