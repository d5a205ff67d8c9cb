import { describe, expect, it } from 'vitest';
import { distinct, placeKey, speakerNamed, typeHeard } from './suggesting.ts';

const lars = { name: 'Lars Exempel', organisation: 'Byalaget', organisationType: 'civil_society' };
const eva = { name: 'Eva Exempel', organisation: 'Vindby kommun', organisationType: 'municipality' };

describe('who has spoken before', () => {
	it('is known again, however the name is written', () => {
		expect(speakerNamed([lars, eva], ' lars exempel ')).toEqual(lars);
	});

	it('is nobody while the name is not whole, or fits several', () => {
		expect(speakerNamed([lars, eva], 'Lars')).toBeNull();
		expect(speakerNamed([lars, { ...eva, name: lars.name }], lars.name)).toBeNull();
		expect(speakerNamed([{ ...lars, name: '' }], '')).toBeNull();
	});

	it('tells what kind of organisation it was', () => {
		expect(typeHeard([lars, eva], 'VINDBY kommun')).toBe('municipality');
		expect(typeHeard([lars, { ...eva, organisation: '' }], '')).toBe('');
		expect(typeHeard([lars], 'En annan')).toBe('');
	});

	it('is suggested once, and only with a name', () => {
		expect(distinct(['Lars', '', 'Eva', 'Lars'])).toEqual(['Lars', 'Eva']);
	});

	it('speaks of a section, or of the whole text', () => {
		expect([placeKey('text', 'section'), placeKey('text', null)]).toEqual(['text/section', 'text/']);
	});
});
