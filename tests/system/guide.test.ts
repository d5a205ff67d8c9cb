import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GUIDE_ADDRESSES, type GuideStep, guideHref } from '#lib/workspace/guide.ts';
import { type Actor, type Person, ROLES, VISITOR } from '#server/permissions/actor.ts';
import { as, makeDialogue, makeGuest, makePerson } from '../support/factories.ts';
import { type Site, startSite } from '../support/site.ts';

// The guide as a browser without JavaScript goes through it: forms, answers and addresses.

let site: Site;
let administrator: Person;
beforeAll(async () => {
	site = await startSite();
	administrator = await makePerson(site.app, { admin: true });
});
afterAll(() => site.close());

/** A dialogue that is being planned, from its template, and whoever leads it. */
async function begun(type: string): Promise<{ slug: string; dialogueId: string; lead: Person }> {
	const slug = `guide-${type.replaceAll('_', '-')}-${Math.random().toString(36).slice(2, 8)}`;
	const answer = await site.post('/arbetsyta/ny', { type, title: `Dialog ${slug}`, slug }, { as: administrator });
	expect(answer.headers.location).toBe(`/arbetsyta/${slug}/roller`);
	const { id: dialogueId } = await site.app.dialogues.headForRoles(administrator, slug);
	const lead = await makePerson(site.app, { role: 'process_lead', dialogue: { dialogueId, slug, areaId: '' } });
	return { slug, dialogueId, lead };
}

const ABOUT = { title: 'Länets program', lead: 'Ingress.', purpose: 'Syfte.', influenceLevel: 'delaktighet' };
const MANDATE = {
	...{ type: 'smart_specialisation', level: 'regional', caseNumber: 'RUN 2026/418', commissionedBy: 'Fullmäktige' },
	...{ board: 'Nämnden', legalBasis: 'Lag (2010:630)\r\nLag (2022:66)', programmeChain: 'Nationell strategi' }
};
const PHASES = { 'phase-0-title': 'Forma', 'phase-0-text': '', 'phase-0-startsOn': '2026-10-01' };
const AREA = { areaId: '', code: 'ENE', name: 'Hållbar energi', aliases: 'Energi', status: 'proposed' };
const CONTACT = { contactEmail: 'dialog@example.org', responsibleUnit: 'Hållbar utveckling' };
const SAMI = { samiAnswer: 'no', samiMotivation: 'Berör inte renskötsel.', samiDecidedBy: 'Nämnden' };
const SOUND: Record<GuideStep, Record<string, string>> = {
	...{ about: ABOUT, mandate: MANDATE, phases: PHASES, areas: AREA, contact: CONTACT, sami: SAMI, open: {} }
};
const STEPS = Object.keys(GUIDE_ADDRESSES) as GuideStep[];

describe('the guide', () => {
	it('takes a dialogue from its template to open, each step saved as it is sent', async () => {
		const { slug, lead } = await begun('smart_specialisation');
		const send = (step: GuideStep) => site.post(guideHref(slug, step), SOUND[step], { as: lead });
		for (const [index, step] of STEPS.entries()) {
			const answer = await send(step);
			const next = STEPS[index + 1];
			if (step === 'areas') expect(answer.body).toContain('ENE Hållbar energi');
			else expect(answer.headers.location).toBe(next ? guideHref(slug, next) : `/arbetsyta/${slug}`);
		}
		const dialogue = await site.app.dialogues.view(VISITOR, slug);
		expect(dialogue).toMatchObject({
			...{ state: 'open', title: 'Länets program', influenceLevel: 'delaktighet', commissionedBy: 'Fullmäktige' },
			...{ legalBasis: ['Lag (2010:630)', 'Lag (2022:66)'], contactEmail: 'dialog@example.org' },
			...{ phases: [{ title: 'Forma' }], areas: [{ code: 'ENE', aliases: ['Energi'] }], sami: { answer: 'no' } }
		});
	});

	it('can be left, and is taken up again where it was left', async () => {
		const { slug, lead } = await begun('development_strategy');
		const where = async () => (await site.ask(`/arbetsyta/${slug}/guide`, { as: lead })).headers.location;
		// The template has told what the dialogue is about, but not who commissioned it.
		expect(await where()).toBe(guideHref(slug, 'mandate'));
		const later = { ...MANDATE, type: 'development_strategy', then: 'later' };
		const answer = await site.post(guideHref(slug, 'mandate'), later, { as: lead });
		expect(answer.headers.location).toBe(`/arbetsyta/${slug}`);
		expect(await where()).toBe(guideHref(slug, 'phases'));
		const overview = await site.ask(`/arbetsyta/${slug}`, { as: lead });
		expect(overview.body).toContain('2 av 7 steg är klara');
	});

	it('suggests the phases of the template until there are some, and keeps those whose dates come later', async () => {
		const { slug, lead } = await begun('county_transport_plan');
		const page = () => site.ask(guideHref(slug, 'phases'), { as: lead });
		expect((await page()).body).toContain('Slutkorrektur');
		const undated = { 'phase-1-title': 'Remiss', 'phase-1-text': 'Egna ord', 'phase-1-startsOn': '' };
		const ends = { ...undated, 'phase-1-endsOn': '2026-12-01' };
		const refused = await site.post(guideHref(slug, 'phases'), ends, { as: lead });
		expect(refused.status).toBe(400);
		expect(refused.body).toContain('Ange också när skedet börjar');
		expect(refused.body).toContain('Egna ord');
		expect((await site.app.dialogues.view(lead, slug)).phases).toEqual([]);
		await site.post(guideHref(slug, 'phases'), { ...undated, then: 'later' }, { as: lead });
		expect((await site.app.dialogues.view(lead, slug)).phases).toMatchObject([
			{ title: 'Remiss', startsOn: null, endsOn: null, time: 'coming' }
		]);
		expect((await page()).body).toContain('Egna ord');
		expect((await page()).body).not.toContain('Slutkorrektur');
	});

	it('does not open before the question on Sámi consultation is answered, and says which step it is', async () => {
		const { slug, lead } = await begun('other');
		const open = guideHref(slug, 'open');
		const page = await site.ask(open, { as: lead });
		expect(page.body).toContain('Det här behöver vara klart innan dialogen kan öppna');
		expect(page.body).not.toContain('<button type="submit" class="ds-button">Öppna dialogen');
		const refused = await site.post(open, {}, { as: lead });
		expect(refused.status).toBe(422);
		expect(refused.body).toContain('Svara först på om dialogen kräver konsultation');
		await site.post(guideHref(slug, 'sami'), SAMI, { as: lead });
		await site.post(open, {}, { as: lead });
		expect((await site.app.dialogues.view(VISITOR, slug)).state).toBe('open');
	});

	it('opens nothing again that has been closed since its form was loaded', async () => {
		const { slug, dialogueId, lead } = await begun('other');
		await site.app.dialogues.change(as(lead), dialogueId, {
			sami: { answer: 'no', motivation: 'Nej.', decidedBy: 'Vi', decidedOn: null }
		});
		for (const state of ['open', 'closed'] as const) await site.app.dialogues.setState(as(lead), dialogueId, state);
		await site.post(guideHref(slug, 'open'), {}, { as: lead });
		expect((await site.app.dialogues.view(lead, slug)).state).toBe('closed');
	});
});

describe('whoever does not lead the dialogue', () => {
	const others = ROLES.filter((role) => role !== 'process_lead');
	let strangers: Actor[];
	let dialogue: { slug: string; lead: Person };
	let before: Record<string, string>;
	beforeAll(async () => {
		const made = await begun('national_question');
		dialogue = made;
		const elsewhere = await makeDialogue(site.app);
		const place = { dialogueId: made.dialogueId, slug: made.slug, areaId: '' };
		strangers = [
			VISITOR,
			administrator,
			await makeGuest(site.app),
			await makePerson(site.app, { role: 'process_lead', dialogue: elsewhere }),
			...(await Promise.all(others.map((role) => makePerson(site.app, { role, dialogue: place }))))
		];
		for (const stranger of strangers) await site.cookieOf(stranger);
	});
	beforeEach(async () => {
		before = await site.written();
	});

	it.each(STEPS)('neither sees nor saves the step %s', async (step) => {
		for (const stranger of strangers) {
			const path = guideHref(dialogue.slug, step);
			for (const answer of [
				await site.ask(path, { as: stranger }),
				await site.post(path, SOUND[step], { as: stranger })
			])
				expect([401, 403, 404]).toContain(answer.status);
		}
		expect(await site.written()).toEqual(before);
	});

	it('is not led into it either', async () => {
		for (const stranger of strangers) {
			const { status } = await site.ask(`/arbetsyta/${dialogue.slug}/guide`, { as: stranger });
			expect([401, 403, 404]).toContain(status);
		}
	});
});

it.each<[GuideStep, Record<string, string>, string]>([
	['about', { ...ABOUT, title: '' }, 'Skriv dialogens namn.'],
	['about', { ...ABOUT, influenceLevel: 'allt' }, 'Välj ett alternativ.'],
	['mandate', { ...MANDATE, level: '' }, 'Välj ett alternativ.'],
	['areas', { ...AREA, status: 'dropped' }, 'Skriv varför området har valts bort.'],
	['contact', { ...CONTACT, contactEmail: 'ingen adress' }, 'Skriv en e-postadress med @'],
	['sami', { ...SAMI, samiDecidedBy: '' }, 'Skriv vem som har bestämt det.']
])('the step %s gives back what it refuses, with what to mend', async (step, fields, told) => {
	const { slug, lead } = await begun('smart_specialisation');
	const before = await site.app.dialogues.view(lead, slug);
	const answer = await site.post(guideHref(slug, step), { ...fields, extra: 'x' }, { as: lead });
	expect(answer.status).toBe(400);
	expect(answer.body).toContain(told);
	for (const value of Object.values(fields).filter((one) => /^[A-ZÅ][a-zåäö ]+$/.test(one)))
		expect(answer.body).toContain(value);
	expect(await site.app.dialogues.view(lead, slug)).toEqual(before);
});
