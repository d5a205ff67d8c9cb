import { describe, expect, it } from 'vitest';
import type { Attendee } from '#lib/protocol/hosting.ts';
import { statisticsOf } from './statistics.ts';

const person = (more: Partial<Attendee> = {}): Attendee => ({
	...{ participantId: 'p', name: 'Anna Andersson', title: '', municipalityCode: '2326', contact: null },
	...{ organisationName: 'Kallrörs gårdsmejeri', organisationType: 'company', mode: 'on_site', state: 'confirmed' },
	...{ source: 'web', checkedInAt: null },
	...more
});
const HERE = { checkedInAt: '2026-10-15T07:20:00.000Z' };

describe('the numbers of a meeting', () => {
	const numbers = statisticsOf([
		person(HERE),
		person({ mode: 'online' }),
		person({ state: 'offered', organisationName: 'KALLRÖRS gårdsmejeri' }),
		person({ state: 'waiting', organisationName: 'En annan' }),
		person({ state: 'cancelled', organisationType: 'region' }),
		person({
			organisationType: 'municipality',
			organisationName: 'Fjällbergs kommun',
			municipalityCode: '2361',
			...HERE
		}),
		person({ organisationType: 'private_person', organisationName: '', municipalityCode: '', source: 'door', ...HERE })
	]);

	it('count who has a seat, where, who waits and who came; those who cancelled are nobody', () => {
		expect(numbers.total).toEqual({ code: '', registered: 5, onSite: 4, online: 1, waiting: 1, checkedIn: 3 });
		expect(numbers).toMatchObject({ organisations: 2, walkIns: 1 });
	});

	it('are told by kind of organisation, the largest first', () => {
		expect(numbers.byType.map(({ code, registered, checkedIn }) => [code, registered, checkedIn])).toEqual([
			['company', 3, 1],
			['municipality', 1, 1],
			['private_person', 1, 1]
		]);
	});

	it('are told by municipality, also for those who gave none', () => {
		expect(numbers.byMunicipality.map(({ code, registered }) => [code, registered])).toEqual([
			['2326', 3],
			['', 1],
			['2361', 1]
		]);
	});
});
