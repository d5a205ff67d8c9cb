import { leaveByButton, leavePage } from '../../leaving.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => leavePage(event, (code) => event.locals.app.news.peekLeave(code));

export const actions: Actions = {
	default: leaveByButton(({ app, by }, code) => app.news.leave(by, code))
};
