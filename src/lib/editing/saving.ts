/** What the editor says about what was written: it is true at the moment it stands there. */
export type SaveStatus =
	/** Not in yet: nothing can be written. */
	| 'connecting'
	/** The server has said that everything written here is in the database. */
	| 'saved'
	/** Written a moment ago; the answer is awaited. */
	| 'saving'
	/** The answer does not come, or the database does not answer. Everything is kept here and sent again. */
	| 'not_saved'
	/** No connection. What is written is kept here and sent when it is back. */
	| 'offline'
	/** Closed for good; `closeCode` says why. */
	| 'closed';

export type SavingFacts = {
	access: 'read' | 'write' | null;
	/** The connection is open. */
	connected: boolean;
	/** The whole text has arrived on this connection. */
	synced: boolean;
	/** It had arrived at some time. */
	everSynced: boolean;
	/** Frames with changes sent on this connection, and how many of them are in the database. */
	sent: number;
	acknowledged: number;
	/** Something was written that no frame of this connection carried yet. */
	unsent: boolean;
	/** The server said that the database does not answer, or its answer is overdue. */
	overdue: boolean;
	closed: boolean;
};

/**
 * A writer is asked for everything it has after every connection, and its answer is the first frame that counts; so
 * before something is acknowledged nothing is known to be saved.
 */
export function saveStatus(facts: SavingFacts): SaveStatus {
	if (facts.closed) return 'closed';
	if (!facts.connected) return facts.everSynced ? 'offline' : 'connecting';
	if (!facts.synced) return 'connecting';
	if (facts.access === 'read' ? !facts.unsent : isAcknowledged(facts)) return 'saved';
	return facts.overdue || facts.access === 'read' ? 'not_saved' : 'saving';
}

const isAcknowledged = ({ sent, acknowledged, unsent }: SavingFacts): boolean =>
	sent > 0 && acknowledged === sent && !unsent;

/** True when leaving the page would lose something that was written here. */
export function wouldLose(facts: SavingFacts): boolean {
	return facts.unsent || (facts.access !== 'read' && facts.sent > facts.acknowledged);
}
