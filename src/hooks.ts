import type { Reroute } from '@sveltejs/kit';
import { splitAddress } from '#lib/ui/language.ts';

/** `/en/…` shows the same routes as `/…`, in English. */
export const reroute: Reroute = ({ url }) => splitAddress(url.pathname).path;
