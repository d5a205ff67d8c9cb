import type { Forms } from './case.ts';
import type { Ground } from './ground.ts';

const regionFields = {
	name: 'Region Exempel',
	short: 'RE',
	countyCode: '99',
	email: 'region@example.org',
	phone: '010-123 45 67',
	postalAddress: 'Box 1',
	website: 'https://example.org',
	responsibleUnit: 'Regional utveckling'
};
const account = (at: Ground) => ({ path: `/arbetsyta/systemet/konton/${at.spare.accountId}`, as: at.administrator });

export const installationForms: Forms = {
	'/arbetsyta/region?/default': (at) => ({ path: '/arbetsyta/region', as: at.administrator, fields: regionFields }),
	'/arbetsyta/systemet?/default': (at) => ({ path: '/arbetsyta/systemet', as: at.administrator, fields: regionFields }),
	'/arbetsyta/systemet/konton?/default': (at) => ({
		path: '/arbetsyta/systemet/konton',
		as: at.administrator,
		fields: { email: 'nytt.konto@example.org', name: 'Nytt Konto', organisationName: '', organisationType: 'region' }
	}),
	'/arbetsyta/systemet/konton/[konto]?/grant': (at) => ({
		...account(at),
		fields: { dialogueId: at.dialogue.dialogueId, role: 'host' },
		ids: { role: ['administrator', '__proto__'] }
	}),
	'/arbetsyta/systemet/konton/[konto]?/revoke': (at) => ({
		...account(at),
		fields: { dialogueId: at.dialogue.dialogueId, role: 'host' },
		ids: { dialogueId: [at.foreign.dialogueId], role: ['registrar'] }
	}),
	'/arbetsyta/systemet/konton/[konto]?/administrator': (at) => ({
		...account(at),
		fields: { administrator: '1' },
		needsNothing: true
	}),
	'/arbetsyta/systemet/konton/[konto]?/disable': (at) => ({ ...account(at), fields: {}, needsNothing: true }),
	'/arbetsyta/systemet/konton/[konto]?/enable': (at) => ({ ...account(at), fields: {}, needsNothing: true }),
	'/arbetsyta/systemet/utkorg?/again': (at) => ({
		path: '/arbetsyta/systemet/utkorg',
		as: at.administrator,
		fields: { messageId: '01900000-0000-7000-8000-000000000000' },
		answers: [404]
	})
};
