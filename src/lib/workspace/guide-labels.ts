import { m } from '#lib/paraglide/messages.js';
import type { GuideStep, StepState } from './guide.ts';

export const STEP_TITLES: Record<GuideStep, () => string> = {
	about: m.setup_guide_about,
	mandate: m.setup_guide_mandate,
	phases: m.setup_guide_phases,
	areas: m.setup_guide_areas,
	contact: m.setup_guide_contact,
	sami: m.setup_guide_sami,
	open: m.setup_guide_open
};
export const STEP_LEADS: Record<GuideStep, () => string> = {
	about: m.setup_guide_about_lead,
	mandate: m.setup_guide_mandate_lead,
	phases: m.setup_guide_phases_lead,
	areas: m.setup_guide_areas_lead,
	contact: m.setup_guide_contact_lead,
	sami: m.setup_guide_sami_lead,
	open: m.setup_guide_open_lead
};
export const STEP_STATES: Record<StepState, () => string> = {
	done: m.setup_guide_done,
	left: m.setup_guide_left,
	needed: m.setup_guide_needed
};
