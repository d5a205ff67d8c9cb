import { addressOf } from '../../hosting.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) => locals.app.hosting.needs(locals.by, addressOf(params));
