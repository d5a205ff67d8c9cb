import { assessmentForms } from './assessments.ts';
import type { Forms } from './case.ts';
import { consultationForms } from './consultations.ts';
import { dialogueForms } from './dialogues.ts';
import { documentForms } from './documents.ts';
import { identityForms } from './identity.ts';
import { installationForms } from './installation.ts';
import { invitationForms } from './invitations.ts';
import { liveForms } from './live.ts';
import { meetingForms } from './meetings.ts';
import { moderationForms } from './moderation.ts';
import { newsForms } from './news.ts';
import { readingForms } from './reading.ts';
import { recordForms } from './records.ts';
import { registrationForms } from './registrations.ts';

/** Every form action with a form as it should be. An action without a line fails the test. */
export const FORMS: Forms = {
	...assessmentForms,
	...consultationForms,
	...dialogueForms,
	...documentForms,
	...identityForms,
	...installationForms,
	...invitationForms,
	...liveForms,
	...meetingForms,
	...moderationForms,
	...newsForms,
	...readingForms,
	...recordForms,
	...registrationForms
};
