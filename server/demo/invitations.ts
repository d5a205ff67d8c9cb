import { type Stage, staffMember, system } from './stage.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const ROUND = 3;
/** How many of the organisations have said no, have an address that is no more, and how many registered answered. */
const [DECLINED, REFUSED, ANSWERED] = [1, 2, 4];

const MOST_LISTED = 14;

/** An invitation that went out two weeks ago, and what has come of it, so that a newcomer sees one without sending any. */
export async function loadInvitations(stage: Stage): Promise<void> {
	const { services, scenario, shift, dialogueId } = stage;
	const at = new Date(shift.moment(scenario.meta.demoNow).getTime() - 14 * DAY_MS);
	services.time.travel(at);
	const by = staffMember(stage, 'u-maja');
	const { listId } = await services.invitations.createList(by, dialogueId, 'Kommuner och företag i länet');
	const { text, emails } = sheetOf(stage);
	await services.invitations.addContacts(by, dialogueId, listId, { format: 'sheet', text, typeNames: new Map() });
	const { mailingId } = await services.invitations.create(by, dialogueId, {
		...{ kind: 'invitation', roundOrdinal: ROUND, meetingSlug: '' }
	});
	const {
		subject,
		text: words,
		subjectEn,
		textEn
	} = await services.invitations.mailing(by.actor, dialogueId, mailingId);
	await services.invitations.update(by, dialogueId, mailingId, {
		...{ subject, text: words, subjectEn, textEn, lettersPerMinute: 60 },
		audience: {
			...{ participants: false, otherDialogues: false, organisations: false },
			...{ organisationTypes: [], municipalities: [], listIds: [listId] }
		}
	});
	await services.invitations.load(system(), {
		...{ dialogueId, mailingId, at },
		registered: await registeredSince(stage),
		declined: emails.slice(0, DECLINED),
		refused: emails.slice(DECLINED, DECLINED + REFUSED)
	});
}

/** Organisations of the scenario, each with one made-up address, as the communicator's own sheet. */
function sheetOf({ scenario }: Stage): { text: string; emails: string[] } {
	const listed = scenario.organisations.slice(0, MOST_LISTED).map((one, index) => ({
		...{ email: `kontakt.${index + 1}@example.org`, name: one.name, type: one.organisationType },
		municipality: one.geo.find((code) => code.length === 4) ?? ''
	}));
	const lines = listed.map(({ email, name, type, municipality }) => [email, name, type, municipality].join(';'));
	return { text: ['e-post;organisation;typ;kommun', ...lines].join('\n'), emails: listed.map(({ email }) => email) };
}

async function registeredSince({ services, scenario }: Stage) {
	const { slug } = scenario.process;
	const { registrations } = await services.registrations.ofRound(system().actor, slug, ROUND);
	return registrations.slice(0, ANSWERED).map(({ contactEmail, contactName }) => ({
		...{ email: contactEmail, name: contactName, language: 'sv' as const, source: 'participants' as const }
	}));
}
