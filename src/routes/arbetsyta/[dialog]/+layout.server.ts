import { m } from '#lib/paraglide/messages.js';
import type { Workspace } from '#lib/ui/site.ts';
import { type Actor, hasRole } from '#server/permissions/actor.ts';
import { can } from '#server/permissions/can.ts';
import type { LayoutServerLoad } from './$types';

/** The dialogue's name and the pages that this actor may open. Every page below asks for permission itself. */
export const load: LayoutServerLoad = async ({ locals, params }) => {
	const dialogue = await locals.app.dialogues.workspace(locals.actor, params.dialog);
	const workspace: Workspace = {
		title: dialogue.title,
		publicHref: `/dialoger/${dialogue.slug}`,
		links: links(locals.actor, dialogue)
	};
	return { workspace };
};

type Head = { id: string; slug: string; state: string };

function links(actor: Actor, { id: dialogueId, slug, state }: Head): Workspace['links'] {
	const home = `/arbetsyta/${slug}`;
	const thing = { dialogueId };
	const at = (...names: string[]) => names.map((name) => `${home}/${name}`);
	const staff = can(actor, 'workspace.open', thing);
	return [
		staff && { href: home, label: m.common_workspace_overview(), exact: true },
		state === 'planning' &&
			can(actor, 'dialogue.manage', thing) && { href: `${home}/guide`, label: m.setup_guide_nav() },
		staff && { href: `${home}/dokument`, label: m.common_workspace_texts(), covers: at('nytt-dokument') },
		staff && { href: `${home}/samrad`, label: m.workspace_links_consultations(), covers: at('nytt-samrad') },
		can(actor, 'meeting.manage', thing) && { href: `${home}/moten`, label: m.meetings_title() },
		(can(actor, 'meeting.manage', thing) || hasRole(actor, dialogueId, 'host')) && {
			href: `${home}/anmalningar`,
			label: m.registration_staff_title()
		},
		can(actor, 'invitation.manage', thing) && { href: `${home}/inbjudningar`, label: m.invitations_title() },
		can(actor, 'desk.read', thing) && { href: `${home}/moderering`, label: m.common_workspace_desk() },
		can(actor, 'point.moderate', thing) && {
			href: `${home}/stallningstaganden`,
			label: m.workspace_links_assessments()
		},
		can(actor, 'dialogue.read', { dialogueId, state }) && {
			href: `/dialoger/${slug}/sammanstallning`,
			label: m.common_workspace_review()
		},
		can(actor, 'news.write', thing) && { href: `${home}/nyheter`, label: m.news_title(), covers: at('nasta-steg') },
		can(actor, 'dialogue.grant_role', thing) && { href: `${home}/roller`, label: m.common_workspace_people() },
		can(actor, 'dialogue.manage', thing) && {
			href: `${home}/installningar`,
			label: m.common_workspace_settings(),
			covers: at('skeden', 'omraden', 'skal')
		}
	].filter((link) => link !== false);
}
