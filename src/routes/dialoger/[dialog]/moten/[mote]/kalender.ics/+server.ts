import { meetingCalendar } from '../../../calendar.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params }) => meetingCalendar(locals, params.dialog, params.mote);
