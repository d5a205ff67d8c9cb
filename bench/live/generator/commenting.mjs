import { openMeeting } from './meeting.mjs';
import { measureFeed } from '../../lib/feed-run.mjs';
import { target } from './target.mjs';
import { beginWindow } from './measuring.mjs';

/**
 * W7: comments posted through the form while W1 runs: until everybody who reads has them.
 * @param {{ readers: number, writers: number, comments: number, perSecond: number }} plan
 */
export async function commenting({ readers, writers, comments, perSecond }) {
	const meeting = await openMeeting(readers, writers);
	const endWindow = beginWindow(meeting.all);
	const seconds = comments / perSecond + 2;
	const [, told] = await Promise.all([
		meeting.write(seconds * 1000),
		measureFeed(target.site, { path: target.page, documentId: target.room('meeting'), readers, comments, perSecond })
	]);
	await meeting.arrived();
	const { latency } = meeting.count();
	return { ...told, editMs: latency, ...endWindow() };
}
