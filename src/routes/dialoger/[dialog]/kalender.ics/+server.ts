import { calendar } from '../calendar.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params }) => calendar(locals, params.dialog, null);
