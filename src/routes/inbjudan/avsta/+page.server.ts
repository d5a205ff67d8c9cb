import { leaveByButton, leavePage } from '../../leaving.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	leavePage(event, (code) => event.locals.app.invitations.peekRefusal(code));

export const actions: Actions = {
	default: leaveByButton(({ app, by }, code) => app.invitations.refuse(by, code))
};
