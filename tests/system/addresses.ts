import { GUIDE_ADDRESSES } from '#lib/workspace/guide.ts';
import type { Mixture } from './mixture/markers.ts';

/** The addresses to read of every route, filled with what the mixture holds. A route without a line fails the test. */
export const ADDRESSES: Record<string, (at: Mixture) => string[]> = {
	'/': () => ['/'],
	'/dialoger': (at) => ['/dialoger', ...searches(at).map((words) => `/dialoger?q=${words}`)],
	'/dialoger/[dialog]': (at) => [open(at), `/en${open(at)}`, planned(at)],
	'/dialoger/[dialog]/underlag/[dokument]': (at) => [
		...[text(at), `/en${text(at)}`, sharedText(at), plannedText(at), `${text(at)}?besvarade=ja`, `${text(at)}?mina=ja`],
		...[1, 2, 3].map((number) => `${text(at)}?version=${number}`),
		`${text(at)}?version=1&visa=hel`,
		...at.pointIds.map((id) => `${text(at)}?svara=${id}`),
		...at.submissionIds.slice(-2).map((id) => `${text(at)}?kvittens=${id}`)
	],
	'/dialoger/[dialog]/underlag/[dokument]/jamfor': (at) => [
		`${text(at)}/jamfor`,
		`${text(at)}/jamfor?fran=1&till=2&visa=allt`,
		`${sharedText(at)}/jamfor`,
		`${plannedText(at)}/jamfor`
	],
	'/dialoger/[dialog]/underlag/[dokument]/punkter': (at) => [
		`${text(at)}/punkter`,
		`${text(at)}/punkter?visa=hel`,
		`${text(at)}/punkter?version=1&visa=hel&mina=ja`,
		`${sharedText(at)}/punkter`,
		`${plannedText(at)}/punkter`
	],
	'/dialoger/[dialog]/nyheter': (at) => [`${open(at)}/nyheter`, `${planned(at)}/nyheter`],
	'/dialoger/[dialog]/nyheter/atom.xml': (at) => [`${open(at)}/nyheter/atom.xml`, `${planned(at)}/nyheter/atom.xml`],
	'/dialoger/[dialog]/kalender.ics': (at) => [`${open(at)}/kalender.ics`, `${planned(at)}/kalender.ics`],
	'/dialoger/[dialog]/omraden/[omrade]/kalender.ics': (at) => [
		`${open(at)}/omraden/ENE/kalender.ics`,
		`${planned(at)}/omraden/ENE/kalender.ics`
	],
	'/dialoger/[dialog]/moten/[mote]': (at) => meetings(at),
	'/anslut': () => ['/anslut'],
	'/dialoger/[dialog]/moten/[mote]/live': (at) => meetings(at).map((path) => `${path}/live`),
	'/dialoger/[dialog]/moten/[mote]/scen': (at) => meetings(at).map((path) => `${path}/scen`),
	'/arbetsyta/[dialog]/moten/[mote]/led': (at) => meetingWork(at).map((path) => `${path}/led`),
	'/arbetsyta/[dialog]/moten/[mote]/tal': (at) => meetingWork(at).map((path) => `${path}/tal`),
	'/arbetsyta/[dialog]/moten/[mote]/anteckningar': (at) => meetingWork(at).map((path) => `${path}/anteckningar`),
	'/dialoger/[dialog]/moten/[mote]/kalender.ics': (at) => meetings(at).map((path) => `${path}/kalender.ics`),
	'/prenumeration/bekrafta': () => ['/prenumeration/bekrafta?kod=none'],
	'/prenumeration/avsluta': () => ['/prenumeration/avsluta?kod=none'],
	'/prenumeration/avsluta/ett-klick': () => ['/prenumeration/avsluta/ett-klick?kod=none'],
	'/inbjudan/avsta': () => ['/inbjudan/avsta?kod=none'],
	'/inbjudan/avsta/ett-klick': () => ['/inbjudan/avsta/ett-klick?kod=none'],
	'/insyn': () => ['/insyn'],
	'/kontakt': () => ['/kontakt'],
	'/tillganglighet': () => ['/tillganglighet'],
	'/personuppgifter': () => ['/personuppgifter'],
	'/robots.txt': () => ['/robots.txt'],
	'/sitemap.xml': () => ['/sitemap.xml'],
	'/bilder/[bild]': (at) => [`/bilder/${at.imageIds.draft}`],
	'/logga-in': () => ['/logga-in'],
	'/logga-in/lank': () => ['/logga-in/lank?kod=none'],
	'/logga-ut': () => ['/logga-ut'],
	'/dialoger/[dialog]/anmalan/[omgang]': (at) => [
		...[1, 2].map((ordinal) => `${open(at)}/anmalan/${ordinal}?mote=mote`),
		`${planned(at)}/anmalan/1`
	],
	'/anmalan/[kod]': (at) => [`/anmalan/${at.registrationId}`, '/anmalan/none'],
	'/anmalan/[kod]/andra': (at) => [`/anmalan/${at.registrationId}/andra`],
	'/anmalan/[kod]/kalender.ics': (at) => [`/anmalan/${at.registrationId}/kalender.ics`],
	'/arbetsyta/[dialog]/anmalningar': (at) => [`${work(at)}/anmalningar`, `${plannedWork(at)}/anmalningar`],
	'/arbetsyta/[dialog]/anmalningar/[omgang]': (at) => [1, 2].map((ordinal) => `${work(at)}/anmalningar/${ordinal}`),
	'/arbetsyta/[dialog]/anmalningar/[omgang]/ny': (at) => [`${work(at)}/anmalningar/1/ny`],
	'/arbetsyta/[dialog]/anmalningar/anmalan/[anmalan]': (at) => [`${work(at)}/anmalningar/anmalan/${at.registrationId}`],
	'/arbetsyta/[dialog]/anmalningar/moten/[mote]': (at) => [
		...at.meetingSlugs.map((slug) => `${work(at)}/anmalningar/moten/${slug}`),
		`${plannedWork(at)}/anmalningar/moten/mote`
	],
	'/mitt': () => ['/mitt'],
	'/mitt/atervand': () => ['/mitt/atervand?kod=none'],
	'/mitt/uppgifter': () => ['/mitt/uppgifter'],
	'/arbetsyta': () => ['/arbetsyta'],
	'/arbetsyta/ny': () => ['/arbetsyta/ny'],
	'/arbetsyta/region': () => ['/arbetsyta/region'],
	'/arbetsyta/systemet': () => ['/arbetsyta/systemet'],
	'/arbetsyta/systemet/konton': () => ['/arbetsyta/systemet/konton', '/arbetsyta/systemet/konton?q=a'],
	'/arbetsyta/systemet/konton/[konto]': (at) =>
		[at.people.author, at.people.lead].flatMap((person) =>
			person.kind === 'person' ? [`/arbetsyta/systemet/konton/${person.accountId}`] : []
		),
	'/arbetsyta/systemet/utkorg': () => ['/arbetsyta/systemet/utkorg'],
	'/arbetsyta/[dialog]': (at) => [work(at), plannedWork(at)],
	'/arbetsyta/[dialog]/dokument': (at) => [`${work(at)}/dokument`, `${plannedWork(at)}/dokument`],
	'/arbetsyta/[dialog]/dokument/[dokument]': (at) => [
		`${work(at)}/dokument/${at.quiet.slug}`,
		`${plannedWork(at)}/dokument/${at.planned.document.slug}`
	],
	'/arbetsyta/[dialog]/dokument/[dokument]/importera': (at) => [`${work(at)}/dokument/${at.quiet.slug}/importera`],
	'/arbetsyta/[dialog]/dokument/[dokument]/maskera': (at) => [
		`${work(at)}/dokument/${at.quiet.slug}/maskera?version=1`
	],
	'/arbetsyta/[dialog]/dokument/[dokument]/redigera': (at) => [
		`${work(at)}/dokument/${at.quiet.slug}/redigera`,
		`${work(at)}/dokument/${at.shared.slug}/redigera`
	],
	'/arbetsyta/[dialog]/dokument/[dokument]/redigera/synpunkter': (at) => [
		`${work(at)}/dokument/${at.quiet.slug}/redigera/synpunkter`
	],
	'/arbetsyta/[dialog]/moderering': (at) => [
		`${work(at)}/moderering`,
		`${work(at)}/moderering?ko=alla&q=${at.beside('held point')}`,
		...at.pointIds.map((id) => `${work(at)}/moderering?ko=alla&synpunkt=${id}`),
		`${plannedWork(at)}/moderering`
	],
	'/arbetsyta/[dialog]/moderering/rader': (at) => [
		`${work(at)}/moderering/rader?ko=alla&${at.pointIds.map((id) => `id=${id}`).join('&')}`
	],
	'/arbetsyta/[dialog]/stallningstaganden': (at) => [`${work(at)}/stallningstaganden`],
	'/arbetsyta/[dialog]/stallningstaganden/[synpunkt]': (at) =>
		at.pointIds.map((id) => `${work(at)}/stallningstaganden/${id}`),
	'/dialoger/[dialog]/sammanstallning': (at) => [
		`${open(at)}/sammanstallning`,
		...searches(at).map((words) => `${open(at)}/sammanstallning?q=${words}`),
		`${planned(at)}/sammanstallning`
	],
	'/dialoger/[dialog]/sammanstallning/csv': (at) => [
		`${open(at)}/sammanstallning/csv`,
		`${planned(at)}/sammanstallning/csv`
	],
	'/dialoger/[dialog]/sammanstallning/json': (at) => [
		`${open(at)}/sammanstallning/json`,
		`${planned(at)}/sammanstallning/json`
	],
	'/arbetsyta/[dialog]/nytt-dokument': (at) => [`${work(at)}/nytt-dokument`],
	'/arbetsyta/[dialog]/nytt-samrad': (at) => [`${work(at)}/nytt-samrad`],
	'/arbetsyta/[dialog]/guide': (at) => [`${work(at)}/guide`, `${plannedWork(at)}/guide`],
	'/arbetsyta/[dialog]/guide/[steg]': (at) =>
		Object.values(GUIDE_ADDRESSES).flatMap((step) => [`${work(at)}/guide/${step}`, `${plannedWork(at)}/guide/${step}`]),
	'/arbetsyta/[dialog]/omraden': (at) => [`${work(at)}/omraden`],
	'/arbetsyta/[dialog]/skeden': (at) => [`${work(at)}/skeden`],
	'/arbetsyta/[dialog]/skal': (at) => [`${work(at)}/skal`],
	'/arbetsyta/[dialog]/roller': (at) => [`${work(at)}/roller`],
	'/arbetsyta/[dialog]/nyheter': (at) => [`${work(at)}/nyheter`],
	'/arbetsyta/[dialog]/nyheter/[nyhet]': (at) => at.newsIds.map((id) => `${work(at)}/nyheter/${id}`),
	'/arbetsyta/[dialog]/inbjudningar': (at) => [`${work(at)}/inbjudningar`, `${plannedWork(at)}/inbjudningar`],
	'/arbetsyta/[dialog]/inbjudningar/[utskick]': (at) =>
		at.invitations.mailingIds.map((id) => `${work(at)}/inbjudningar/${id}`),
	'/arbetsyta/[dialog]/inbjudningar/listor': (at) => [`${work(at)}/inbjudningar/listor`],
	'/arbetsyta/[dialog]/inbjudningar/listor/[lista]': (at) => [
		`${work(at)}/inbjudningar/listor/${at.invitations.listId}`
	],
	'/arbetsyta/[dialog]/inbjudningar/paminnelser': (at) => [
		`${work(at)}/inbjudningar/paminnelser`,
		`${plannedWork(at)}/inbjudningar/paminnelser`
	],
	'/arbetsyta/[dialog]/moten': (at) => [`${work(at)}/moten`, `${plannedWork(at)}/moten`],
	'/arbetsyta/[dialog]/moten/nytt': (at) => [`${work(at)}/moten/nytt?omgang=1`],
	'/arbetsyta/[dialog]/moten/lokaler': (at) => [`${work(at)}/moten/lokaler`, `${plannedWork(at)}/moten/lokaler`],
	'/arbetsyta/[dialog]/moten/uppringning': (at) => [`${work(at)}/moten/uppringning`],
	'/arbetsyta/[dialog]/moten/omgangar/ny': (at) => [`${work(at)}/moten/omgangar/ny`],
	'/arbetsyta/[dialog]/moten/omgangar/[omgang]': (at) => rounds(at),
	'/arbetsyta/[dialog]/moten/omgangar/[omgang]/program': (at) => rounds(at).map((path) => `${path}/program`),
	'/arbetsyta/[dialog]/moten/omgangar/[omgang]/kopiera': (at) =>
		rounds(at).flatMap((path) => [`${path}/kopiera`, `${path}/kopiera?forsta=2027-02-10`]),
	'/arbetsyta/[dialog]/moten/[mote]': (at) => meetingWork(at),
	'/arbetsyta/[dialog]/moten/[mote]/lank': (at) => meetingWork(at).map((path) => `${path}/lank`),
	'/arbetsyta/[dialog]/moten/[mote]/program': (at) => meetingWork(at).map((path) => `${path}/program`),
	'/arbetsyta/[dialog]/moten/[mote]/uppdrag': (at) => meetingWork(at).map((path) => `${path}/uppdrag`),
	'/arbetsyta/[dialog]/moten/[mote]/deltagare': (at) => meetingWork(at).map((path) => `${path}/deltagare`),
	'/arbetsyta/[dialog]/moten/[mote]/deltagare/csv': (at) => meetingWork(at).map((path) => `${path}/deltagare/csv`),
	'/arbetsyta/[dialog]/moten/[mote]/deltagare/xlsx': (at) => meetingWork(at).map((path) => `${path}/deltagare/xlsx`),
	'/arbetsyta/[dialog]/moten/[mote]/deltagare/behov': (at) => meetingWork(at).map((path) => `${path}/deltagare/behov`),
	'/arbetsyta/[dialog]/moten/[mote]/deltagare/statistik': (at) =>
		meetingWork(at).map((path) => `${path}/deltagare/statistik`),
	'/arbetsyta/[dialog]/moten/[mote]/incheckning': (at) => meetingWork(at).map((path) => `${path}/incheckning`),
	'/arbetsyta/[dialog]/moten/[mote]/incheckning/[deltagare]': (at) =>
		meetingWork(at).map((path) => `${path}/incheckning/${at.participantId}`),
	'/arbetsyta/[dialog]/moten/[mote]/namnskyltar': (at) => meetingWork(at).map((path) => `${path}/namnskyltar`),
	'/arbetsyta/[dialog]/nasta-steg': (at) => [`${work(at)}/nasta-steg`, `${plannedWork(at)}/nasta-steg`],
	'/arbetsyta/[dialog]/installningar': (at) => [`${work(at)}/installningar`],
	'/arbetsyta/[dialog]/samrad': (at) => [`${work(at)}/samrad`, `${plannedWork(at)}/samrad`],
	'/arbetsyta/[dialog]/samrad/[samrad]': (at) => [`${work(at)}/samrad/${at.consultationSlug}`]
};

const open = (at: Mixture): string => `/dialoger/${at.dialogue.slug}`;
const planned = (at: Mixture): string => `/dialoger/${at.planned.slug}`;
const text = (at: Mixture): string => `${open(at)}/underlag/${at.quiet.slug}`;
const sharedText = (at: Mixture): string => `${open(at)}/underlag/${at.shared.slug}`;
const plannedText = (at: Mixture): string => `${planned(at)}/underlag/${at.planned.document.slug}`;
const work = (at: Mixture): string => `/arbetsyta/${at.dialogue.slug}`;
const plannedWork = (at: Mixture): string => `/arbetsyta/${at.planned.slug}`;
const meetings = (at: Mixture): string[] => [
	...at.meetingSlugs.map((slug) => `${open(at)}/moten/${slug}`),
	`${planned(at)}/moten/mote`
];
const meetingWork = (at: Mixture): string[] => [
	...at.meetingSlugs.map((slug) => `${work(at)}/moten/${slug}`),
	`${plannedWork(at)}/moten/mote`
];
const rounds = (at: Mixture): string[] => [1, 2].map((ordinal) => `${work(at)}/moten/omgangar/${ordinal}`);

/** Words that stand beside what must not be found. */
const searches = (at: Mixture): string[] =>
	['published text', 'masked words of a version', 'planned text', 'words deleted before sharing', 'held point'].map(
		(name) => at.beside(name)
	);
