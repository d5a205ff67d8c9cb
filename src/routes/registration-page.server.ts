import { servesMeals } from '#lib/registration/form.server.ts';
import { municipalities } from '#server/dialogues/municipalities.ts';
import { newSecret } from '#server/identity/secrets.ts';

/** What the form of a round shows, to participants and staff alike. */
export async function registrationPage(
	{ app, actor }: App.Locals,
	{ dialog, omgang }: { dialog: string; omgang: string }
) {
	const [round, dialogue, region] = await Promise.all([
		app.meetings.round(actor, dialog, Number(omgang)),
		app.dialogues.head(actor, dialog),
		app.dialogues.region()
	]);
	const { own, others } = municipalities(region.countyCode);
	return {
		dialogue: { slug: dialogue.slug, title: dialogue.title, closed: dialogue.state === 'closed' },
		round,
		meals: servesMeals(round),
		municipalities: [...own, ...others],
		sender: { name: region.name, phone: region.phone, postalAddress: region.postalAddress },
		once: newSecret()
	};
}
