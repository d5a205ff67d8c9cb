import { type Stage, staffMember } from './stage.ts';

/** What the communicator has told along the way. Times are the scenario's own (domain §5.1, §5.3). */
const POSTS = [
	{
		at: '2026-08-10T08:05:00+02:00',
		title: 'Nu finns underlagen att läsa',
		text: 'Vi har skrivit ett första underlag för varje område. Läs det som berör dig och säg vad som saknas, vad som är fel och vad som är viktigast.\n\nDu kan lämna synpunkter till och med 1 september 2026.'
	},
	{
		at: '2026-09-07T08:10:00+02:00',
		title: 'Slutkorrekturen är öppen',
		text: 'Vi har arbetat in inspelen i ett samlat program. Läs slutkorrekturen och hjälp oss att hitta fel. Du kan svara till och med 11 september 2026.',
		correction: {
			at: '2026-09-08T09:00:00+02:00',
			text: 'Vi har arbetat in inspelen i ett samlat program. Läs slutkorrekturen och hjälp oss att hitta fel. Du kan svara till och med 11 september 2026 kl. 23.59.',
			note: 'Klockslaget när svarstiden går ut saknades.'
		}
	},
	{
		at: '2026-09-22T16:45:00+02:00',
		title: 'Tack för två dagar om vision och prioriteringar',
		text: 'Vi går nu igenom anteckningarna från mötena. I texten om Hållbar energi har vi redan ändrat flera stycken. Läs den ändrade texten och säg om vi har förstått rätt.'
	}
];

const STEPS = [
	{
		what: 'Skriva ett underlag för varje område',
		who: 'Hållbar utveckling',
		dueOn: '2026-08-10',
		doneOn: '2026-08-10'
	},
	{
		what: 'Svara på alla inspel från den första omgången',
		who: 'Hållbar utveckling',
		dueOn: '2026-09-30',
		doneOn: null
	},
	{ what: 'Besluta om förslaget till program', who: 'Regionala utvecklingsnämnden', dueOn: '2026-10-13', doneOn: null },
	{ what: 'Bjuda in till arbete med insatser', who: 'Tove Granlid, processledare', dueOn: null, doneOn: null }
];

/** News and next steps, as the communicator writes them. */
export async function loadNews(stage: Stage): Promise<void> {
	const { services, shift, dialogueId } = stage;
	const by = staffMember(stage, 'u-maja');
	const day = (date: string | null) => (date === null ? null : shift.day(date));
	for (const { what, who, dueOn, doneOn } of STEPS)
		await services.news.saveStep(by, dialogueId, { what, who, dueOn: day(dueOn), doneOn: day(doneOn) });
	for (const { at, title, text, correction } of POSTS) {
		services.time.travel(shift.moment(at));
		const { postId } = await services.news.create(by, dialogueId, { title, text: shift.text(text) });
		await services.news.publish(by, postId);
		if (correction === undefined) continue;
		services.time.travel(shift.moment(correction.at));
		const { note } = correction;
		await services.news.revise(by, postId, { title, text: shift.text(correction.text), note });
	}
}
