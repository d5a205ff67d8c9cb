import { AGENDA_KINDS, type AgendaItem } from '#lib/protocol/meetings.ts';
import { type Checks, createChecks, said } from '#server/checks.ts';

const CHOOSE = { sv: 'Välj ett alternativ.', en: 'Choose an option.' };
const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;
const MOST_ITEMS = 40;

/**
 * Fields are named `item-<row>-<part>`, rows from 0. Items stand in the order of their time, whatever order they came
 * in. `nightFrom` is when a meeting begins that ends the day after, as `22:00`: earlier hours are those after midnight.
 */
export function checkAgenda(items: readonly AgendaItem[], nightFrom: string | null = null) {
	const checks = createChecks();
	const hour = (time: string): string => (nightFrom !== null && time < nightFrom ? `next day ${time}` : time);
	const rows = items.map((item, row) => agendaColumns(checks, item, `item-${row}`, hour));
	if (rows.length > MOST_ITEMS)
		checks.wrong(`item-${MOST_ITEMS}-title`, {
			sv: `Högst ${MOST_ITEMS} punkter får plats.`,
			en: `There is room for at most ${MOST_ITEMS} items.`
		});
	checks.done();
	return rows
		.map((row) => ({ row, at: hour(row.starts_at) }))
		.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
		.map(({ row }, index) => ({ ...row, ordinal: index + 1 }));
}

function agendaColumns(checks: Checks, item: AgendaItem, field: string, hour: (time: string) => string) {
	const unclear = { sv: 'Skriv klockslaget som 09.30.', en: 'Write the time as 09.30.' };
	if (!TIME_OF_DAY.test(item.startsAt)) checks.wrong(`${field}-startsAt`, unclear);
	if (item.endsAt !== null && !TIME_OF_DAY.test(item.endsAt)) checks.wrong(`${field}-endsAt`, unclear);
	else if (item.endsAt !== null && hour(item.endsAt) <= hour(item.startsAt))
		checks.wrong(`${field}-endsAt`, {
			sv: 'Slutet måste vara efter början.',
			en: 'The end must come after the start.'
		});
	return {
		starts_at: item.startsAt,
		ends_at: item.endsAt,
		approximate: item.approximate,
		kind: checks.oneOf(`${field}-kind`, item.kind, AGENDA_KINDS, CHOOSE),
		title: checks.text(`${field}-title`, said(item.title), {
			max: 200,
			required: { sv: 'Skriv vad som händer.', en: 'Write what happens.' }
		})
	};
}
