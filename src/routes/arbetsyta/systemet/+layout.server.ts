import { m } from '#lib/paraglide/messages.js';
import type { Workspace } from '#lib/ui/site.ts';
import { authorize } from '#server/permissions/can.ts';
import type { LayoutServerLoad } from './$types';

/** The administrator's pages: the installation, and no content of any dialogue (domain §2.12). */
export const load: LayoutServerLoad = ({ locals }) => {
	authorize(locals.actor, 'region.manage', null);
	const workspace: Workspace = {
		title: m.account_system_title(),
		publicHref: '/',
		links: [
			{ href: '/arbetsyta/systemet', label: m.account_system_nav_region(), exact: true },
			{ href: '/arbetsyta/systemet/konton', label: m.account_system_nav_accounts() },
			{ href: '/arbetsyta/systemet/utkorg', label: m.account_system_nav_outbox() }
		]
	};
	return { workspace };
};
