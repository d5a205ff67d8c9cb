import type { SubmitFunction } from '@sveltejs/kit';
import type { FieldIssue } from '#lib/ui/fields.ts';

/** A form of the desk that was refused: which one, what to mend, and what was written. */
export type DeskRefusal = { part: string; issues: FieldIssue[]; values: Record<string, string> } | null;

/** What every form of the desk needs. */
export type DeskForms = {
	/** The action's address: `?/approve&ko=…`. */
	action: (name: string) => string;
	/** What goes with every decision: what was read, and where to go afterwards. */
	fields: Readonly<Record<string, string>>;
	submit: SubmitFunction;
	refused: DeskRefusal;
	/** The shortcut of a command as shown on its button, or null while shortcuts are off. */
	shortcut: (command: string) => string | null;
};

// The same nothing each time: a new one would look like other words, and wipe what is being typed when the queue changes.
const NOTHING: Readonly<Record<string, string>> = {};
const NO_ISSUES: readonly FieldIssue[] = [];

/** What was written in a form that was refused; nothing where another one was. */
export const writtenIn = (refused: DeskRefusal, part: string): Readonly<Record<string, string>> =>
	refused?.part === part ? refused.values : NOTHING;

export const issuesIn = (refused: DeskRefusal, part: string): readonly FieldIssue[] =>
	refused?.part === part ? refused.issues : NO_ISSUES;
