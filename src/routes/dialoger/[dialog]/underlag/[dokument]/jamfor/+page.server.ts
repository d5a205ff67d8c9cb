import type { PageServerLoad } from './$types';

/** `?fran=1&till=2`; without them the two latest versions. What is compared is what this reader may see. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { documents } = locals.app;
	const address = { dialogueSlug: params.dialog, documentSlug: params.dokument };
	const document = await documents.head(locals.actor, address);
	const [latest, previous] = document.versions;
	const asked = (name: string) => url.searchParams.get(name);
	const all = asked('visa') === 'allt';
	if (!latest || (!previous && asked('fran') === null)) return { document, all, compared: null };
	const from = Number(asked('fran') ?? previous?.number);
	const to = Number(asked('till') ?? latest.number);
	const { comparison, ...versions } = await documents.compare(locals.actor, { ...address, from, to });
	return { document, all, compared: { comparison, from: versions.from, to: versions.to } };
};
