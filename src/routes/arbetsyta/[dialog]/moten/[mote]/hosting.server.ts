import { ATTENDING_LABELS, seatLabel } from '#lib/hosting/index.ts';
import { organisationTypeLabel } from '#lib/labels/index.ts';
import { m } from '#lib/paraglide/messages.js';
import { text } from '#lib/ui/action.server.ts';
import { dateCompact, dateTimeCompact } from '#lib/ui/format.ts';
import { municipalities } from '#server/dialogues/municipalities.ts';
import { MedskickError } from '#server/errors.ts';
import type { SheetLabels } from '#server/hosting/sheet.ts';
import type { AttendeeList, MeetingAddress } from '#server/hosting/types.ts';

/** The meeting of the address. */
export const addressOf = (params: { dialog: string; mote: string }): MeetingAddress => ({
	dialogueSlug: params.dialog,
	meetingSlug: params.mote
});

/** What a button of the door says: that somebody is there, or not after all. */
export function presentFrom(form: FormData): boolean {
	const said = text(form, 'present');
	if (said !== 'yes' && said !== 'no') throw new MedskickError('bad_input');
	return said === 'yes';
}

/** The name of each municipality by its code. */
export const municipalityNames = (): Map<string, string> =>
	new Map(municipalities('').others.map(({ code, name }) => [code, name]));

export function sheetLabels(): SheetLabels {
	const names = municipalityNames();
	return {
		sheet: m.hosting_people(),
		columns: {
			name: m.hosting_name(),
			title: m.hosting_title_of(),
			organisation: m.hosting_organisation(),
			organisationType: m.hosting_organisation_type(),
			municipality: m.hosting_municipality(),
			mode: m.hosting_mode(),
			state: m.hosting_state(),
			checkedIn: m.hosting_checked_in(),
			contactName: m.hosting_contact_name(),
			email: m.hosting_email(),
			phone: m.hosting_phone()
		},
		organisationType: organisationTypeLabel,
		municipality: (code) => names.get(code) ?? code,
		mode: (code) => ATTENDING_LABELS[code](),
		state: seatLabel,
		dateTime: (iso) => dateTimeCompact(iso)
	};
}

/** A list of people, to be saved: nobody on the way keeps it. */
export function listFile(body: BodyInit, { meeting }: AttendeeList, type: string, ending: string): Response {
	const name = `${m.hosting_export_file()}-${meeting.slug}-${dateCompact(meeting.startsOn)}.${ending}`;
	return new Response(body, {
		headers: {
			'content-type': type,
			'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '-')}"`,
			'cache-control': 'no-store'
		}
	});
}
