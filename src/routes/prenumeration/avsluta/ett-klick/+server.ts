import { leaveByOneClick, toButton } from '../../../leaving.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = leaveByOneClick(({ app, by }, code) => app.news.leave(by, code));

export const GET: RequestHandler = toButton('/prenumeration/avsluta');
