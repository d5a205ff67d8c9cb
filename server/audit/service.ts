import { transact, type By, type CommandDeps } from '#server/database/transaction.ts';
import type { Logger } from '#server/log.ts';
import { sealPending, type Head } from './seal.ts';
import { verify, type Verdict } from './verify.ts';

export type AuditDeps = CommandDeps & { log: Logger };

export type Audit = {
	/** Seals what has been committed since the last time, and writes the new heads to the log. */
	seal(): Promise<Head[]>;
	/** `chain` is a dialogue's id or 'system'. */
	verify(chain: string): Promise<Verdict>;
	/** A person was refused something (domain C-04: also attempts are seen). `where` names the route or the command. */
	denied(by: By, where: string): Promise<void>;
};

export function createAudit(deps: AuditDeps): Audit {
	return {
		async seal() {
			const heads = await sealPending(deps.database, deps.clock);
			for (const head of heads) deps.log.info(head, 'audit trail sealed');
			return heads;
		},
		verify: (chain) => verify(deps.database, chain),
		denied: (by, where) =>
			transact(deps, by, (change) =>
				change.audit({
					action: 'access.denied',
					objectType: 'route',
					objectId: where,
					dialogueId: null,
					result: 'denied'
				})
			)
	};
}
