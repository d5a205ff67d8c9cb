import type { ActionResult } from '@sveltejs/kit';
import type { FieldIssue } from '#lib/ui/fields.ts';

type Waiting = { busy: boolean; issues: readonly FieldIssue[] };

const NOT_REACHED: FieldIssue = {
	sv: 'Vi når inte servern. Det du skrev finns kvar. Försök igen om en stund.',
	en: 'The server cannot be reached. What you wrote is kept. Try again in a moment.'
};

/**
 * For `use:enhance`: shows what has to be mended, or calls `done`. An action that redirects has done what it was asked.
 * The page is not loaded anew: news of the change come by themselves.
 */
export function answered(form: Waiting, done: (data: Record<string, unknown>) => void) {
	form.busy = true;
	return ({ result }: { result: ActionResult }): void => {
		form.busy = false;
		if (result.type === 'success' || result.type === 'redirect')
			return done('data' in result ? (result.data ?? {}) : {});
		const returned = result.type === 'failure' ? result.data?.issues : null;
		form.issues = Array.isArray(returned) ? returned : [NOT_REACHED];
	};
}
