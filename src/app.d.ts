import type { Application } from '#server/application.ts';
import type { By } from '#server/database/transaction.ts';
import type { ErrorCode, Issue } from '#server/errors.ts';
import type { Actor } from '#server/permissions/actor.ts';

declare global {
	namespace App {
		interface Locals {
			app: Application;
			actor: Actor;
			/** The actor and the request's id, for commands. */
			by: By;
			/** Names the session without being able to open it; null for visitors. */
			sessionIdHash: string | null;
			/** The refusal that a page failed with; set by `handleError` so that the answer gets its status. */
			refusal?: { status: number };
		}
		interface Error {
			/** In the language of the page. */
			message: string;
			code?: ErrorCode | 'unexpected';
			/** The status of the answer. SvelteKit's own `page.status` says 500 for every refusal that a page failed with. */
			status?: number;
			/** What to mend, in both languages. */
			issues?: Issue[];
			/** The request's id, which the log has too. */
			id?: string;
		}
	}
}

export {};
