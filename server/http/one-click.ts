import type { IncomingMessage } from 'node:http';

const ONE_CLICK = /^(?:\/en)?\/(?:prenumeration\/avsluta|inbjudan\/avsta)\/ett-klick$/;

/**
 * A mail server that leaves a list for its reader (RFC 8058) posts a form from nowhere: no page of ours, no cookie, no
 * `Origin`. SvelteKit would refuse it as forged. Here nothing can be forged, for the address itself holds the only key
 * there is and the form is not read; so it goes on as something that is no form.
 */
export function admitOneClick(request: IncomingMessage, path: string | undefined): void {
	if (request.method === 'POST' && path !== undefined && ONE_CLICK.test(path))
		request.headers['content-type'] = 'application/octet-stream';
}
