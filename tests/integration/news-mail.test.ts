import { describe, expect, it } from 'vitest';
import { bySystem } from '#server/database/transaction.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { as, makeDialogue, makeGuest, makePerson, type MadeDialogue } from '../support/factories.ts';
import { header, sendingLetters } from '../support/letters.ts';

const { app, mailbox, anAddress, anIp } = sendingLetters();
const ask = (dialogue: MadeDialogue, email: string, more: { language?: 'sv' | 'en'; ip?: string } = {}) =>
	app().news.subscribe(as(VISITOR), {
		dialogueId: dialogue.dialogueId,
		email,
		language: more.language ?? 'sv',
		ip: more.ip ?? anIp()
	});
const codeIn = (text: string | undefined, page: string): string =>
	new RegExp(`/prenumeration/${page}\\?kod=([\\w-]{43})`).exec(text ?? '')?.[1] ?? '';
const confirmCode = async (email: string) => codeIn(await mailbox().letterTo(email, '/bekrafta?kod='), 'bekrafta');

async function subscribed(dialogue: MadeDialogue, language: 'sv' | 'en' = 'sv'): Promise<string> {
	const email = anAddress();
	await ask(dialogue, email, { language });
	await app().news.confirm(as(VISITOR), await confirmCode(email));
	return email;
}
async function tell(dialogue: MadeDialogue, title: string): Promise<string> {
	const input = { title, text: `Första stycket om ${title}.\n\nAndra stycket.` };
	const { postId } = await app().news.create(bySystem(), dialogue.dialogueId, input);
	await app().news.publish(bySystem(), postId);
	return postId;
}
const rows = (dialogue: MadeDialogue) =>
	app()
		.database.selectFrom('news_subscription')
		.select(['email', 'confirmed_at'])
		.where('dialogue_id', '=', dialogue.dialogueId)
		.orderBy('email')
		.execute();
const lettersAbout = async (title: string) =>
	(
		await app()
			.database.selectFrom('mail_message')
			.select('to_address')
			.where('kind', '=', 'news')
			.where('subject', 'like', `${title} %`)
			.orderBy('to_address')
			.execute()
	).map(({ to_address }) => to_address);
/** The news has been claimed by its job. */
async function mailed(postId: string): Promise<void> {
	await expect
		.poll(
			async () => {
				const post = app().database.selectFrom('news_post').select('mailed_at').where('id', '=', postId);
				return (await post.executeTakeFirstOrThrow()).mailed_at;
			},
			{ timeout: 20_000 }
		)
		.not.toBeNull();
}

describe('a subscription', () => {
	it('gets nothing before its owner has pressed the button, and looking at the link is not pressing', async () => {
		const dialogue = await makeDialogue(app());
		const email = anAddress();
		await ask(dialogue, email);
		const code = await confirmCode(email);
		for (let look = 0; look < 2; look++)
			expect(await app().news.peekConfirm(code)).toMatchObject({ email, dialogueSlug: dialogue.slug });
		await mailed(await tell(dialogue, 'Före'));
		expect(await lettersAbout('Före')).toEqual([]);
		for (let press = 0; press < 2; press++) await app().news.confirm(as(VISITOR), code);
		await mailed(await tell(dialogue, 'Efter'));
		expect(await lettersAbout('Efter')).toEqual([email]);
		const confirmed = app()
			.database.selectFrom('audit_event')
			.select('id')
			.where('action', '=', 'subscription.confirm');
		expect(await confirmed.where('dialogue_id', '=', dialogue.dialogueId).execute()).toHaveLength(1);
	});

	it('is asked for in the reader’s language, with the same answer to whoever subscribes already', async () => {
		const dialogue = await makeDialogue(app());
		const email = await subscribed(dialogue);
		await ask(dialogue, email.toUpperCase(), { language: 'en' });
		expect(await rows(dialogue)).toMatchObject([{ confirmed_at: expect.any(Date) }]);
		const letter = await mailbox().emailTo(email, 'Somebody has asked');
		expect(letter.text).toContain('/en/prenumeration/bekrafta?kod=');
		const still = (words = '') => words.replaceAll(dialogue.slug, 'dialogen').replace(/kod=[\w-]{43}/g, 'kod=KOD');
		expect({ subject: still(letter.subject), text: still(letter.text) }).toMatchSnapshot();
	});

	it('cannot be confirmed with a link that is old, made up or replaced, and what is not confirmed is forgotten', async () => {
		const dialogue = await makeDialogue(app());
		const email = anAddress();
		await ask(dialogue, email);
		const first = await confirmCode(email);
		await app()
			.database.updateTable('news_subscription')
			.set({ confirm_expires_at: new Date(Date.now() - 1) })
			.where('email', '=', email)
			.execute();
		for (const code of [first, 'x'.repeat(43), '', '__proto__']) {
			await expect(app().news.confirm(as(VISITOR), code)).rejects.toMatchObject({ code: 'link_expired' });
			expect(await app().news.peekConfirm(code)).toBeNull();
		}
		const stays = await subscribed(dialogue);
		await app().news.removeUnconfirmed();
		expect((await rows(dialogue)).map((row) => row.email)).toEqual([stays]);
	});

	it('is to what everybody may read, and is not asked for without end', async () => {
		const planned = await makeDialogue(app(), { state: 'planning' });
		await expect(ask(planned, anAddress())).rejects.toMatchObject({ code: 'not_found' });
		const dialogue = await makeDialogue(app());
		for (const wrong of ['', 'ingen adress', 'a@b', 'a@example.org\r\nBcc: b@example.org'])
			await expect(ask(dialogue, wrong)).rejects.toMatchObject({ issues: [{ field: 'email' }] });
		const email = anAddress();
		for (let time = 0; time < 5; time++) await ask(dialogue, email);
		await expect(ask(dialogue, email)).rejects.toMatchObject({ code: 'too_many' });
	});
});

describe('a letter with news', () => {
	it('says who sends it and why, and has the buttons by which it is left', async () => {
		const dialogue = await makeDialogue(app());
		const email = await subscribed(dialogue);
		const postId = await tell(dialogue, 'Nu finns underlagen');
		const letter = await mailbox().emailTo(email, 'Nu finns underlagen');
		const address = header(letter, 'list-unsubscribe') ?? '';
		expect(address).toMatch(/^<http:\/\/localhost\/prenumeration\/avsluta\/ett-klick\?kod=[\w-]{43}>$/);
		expect(header(letter, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
		expect(header(letter, 'auto-submitted')).toBe('auto-generated');
		expect(header(letter, 'content-language')).toBe('sv');
		expect(letter.messageId).toMatch(/^<.+@localhost>$/);
		expect(letter.html).not.toMatch(/src=|url\(|<link/);
		const still = (letter.text ?? '')
			.replaceAll(dialogue.slug, 'dialogen')
			.replaceAll(postId, 'NYHET')
			.replace(/kod=[\w-]{43}/g, 'kod=KOD');
		expect(still).toMatchSnapshot();
	});

	it('comes once to everybody who subscribes here, whatever happens to the job, in their own language', async () => {
		const [dialogue, other] = [await makeDialogue(app()), await makeDialogue(app())];
		const readers = [await subscribed(dialogue), await subscribed(dialogue, 'en')];
		await subscribed(other);
		const postId = await tell(dialogue, 'En gång');
		await mailed(postId);
		await Promise.all([1, 2].map(() => app().news.mail(postId)));
		expect(await lettersAbout('En gång')).toEqual(readers.toSorted());
		const english = await mailbox().emailTo(readers[1] ?? '', 'En gång');
		expect(header(english, 'content-language')).toBe('en');
		expect(english.text).toContain('Leave the subscription');
	});

	it('is not written when the news was withdrawn before its turn', async () => {
		const dialogue = await makeDialogue(app());
		await subscribed(dialogue);
		const { postId } = await app().news.create(bySystem(), dialogue.dialogueId, { title: 'Tillbaka', text: 'x' });
		await app().news.mail(postId);
		expect(await lettersAbout('Tillbaka')).toEqual([]);
	});
});

describe('leaving', () => {
	it('takes one press, no session and no second thought, forgets the address and stays left', async () => {
		const dialogue = await makeDialogue(app());
		const [email, stays] = [await subscribed(dialogue), await subscribed(dialogue)];
		await tell(dialogue, 'Farväl');
		const code = codeIn((await mailbox().emailTo(email, 'Farväl')).text, 'avsluta');
		expect(await app().news.peekLeave(code)).toMatchObject({ email });
		expect(await rows(dialogue)).toHaveLength(2);
		for (let press = 0; press < 2; press++) await app().news.leave(as(VISITOR), code);
		expect((await rows(dialogue)).map((row) => row.email)).toEqual([stays]);
		expect(await app().news.peekLeave(code)).toBeNull();
		await mailed(await tell(dialogue, 'Utan dig'));
		expect(await lettersAbout('Utan dig')).toEqual([stays]);
		await expect(app().news.leave(as(VISITOR), 'inget')).rejects.toMatchObject({ code: 'not_found' });
	});

	it('is no way to confirm, and the way to confirm is none to leave', async () => {
		const dialogue = await makeDialogue(app());
		const email = anAddress();
		await ask(dialogue, email);
		const code = await confirmCode(email);
		await app().news.leave(as(VISITOR), code);
		expect(await rows(dialogue)).toHaveLength(1);
		expect(await app().news.peekLeave(code)).toBeNull();
	});
});

describe('what is kept of one’s own subscriptions', () => {
	it('is told to whoever has confirmed that address, and nobody else’s to anybody', async () => {
		const [dialogue, other] = [await makeDialogue(app()), await makeDialogue(app())];
		const person = await makePerson(app());
		const email = person.email ?? '';
		await subscribed(dialogue);
		await ask(dialogue, email.toUpperCase());
		await app().news.confirm(as(VISITOR), await confirmCode(email));
		await ask(other, email, { language: 'en' });
		const own = await app().news.subscriptionsOf(person);
		expect(own).toMatchObject([
			{ dialogueSlug: dialogue.slug, language: 'sv', confirmedAt: expect.any(Date) },
			{ dialogueSlug: other.slug, language: 'en', confirmedAt: null }
		]);
		expect(JSON.stringify(own)).not.toMatch(/[\w-]{43}/);
		const unconfirmed = { ...person, verified: false };
		for (const stranger of [VISITOR, unconfirmed, await makeGuest(app()), await makePerson(app())])
			expect(await app().news.subscriptionsOf(stranger)).toEqual([]);
	});
});
