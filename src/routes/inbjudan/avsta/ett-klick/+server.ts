import { leaveByOneClick, toButton } from '../../../leaving.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = leaveByOneClick(({ app, by }, code) => app.invitations.refuse(by, code));

export const GET: RequestHandler = toButton('/inbjudan/avsta');
