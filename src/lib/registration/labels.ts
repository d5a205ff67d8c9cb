import { m } from '#lib/paraglide/messages.js';
import type { AttendanceView, RegistrationSource } from '#lib/protocol/registrations.ts';
import { dateTime } from '#lib/ui/format.ts';

type State = Pick<AttendanceView, 'mode' | 'state' | 'offeredUntil'>;

/** *Plats i lokalen*, *Deltar via länk*, *På väntelista …*, *Erbjuden plats. Svara senast …* */
export function stateLabel({ mode, state, offeredUntil }: State): string {
	if (state === 'cancelled') return m.registration_state_cancelled();
	if (state === 'offered') return m.registration_state_offered({ when: dateTime(offeredUntil ?? '') });
	if (state === 'waiting')
		return mode === 'online' ? m.registration_state_waiting_online() : m.registration_state_waiting();
	return mode === 'online' ? m.registration_state_online() : m.registration_state_room();
}

export const stateTone = ({ state }: Pick<State, 'state'>): 'positive' | 'warning' | 'neutral' =>
	state === 'confirmed' ? 'positive' : state === 'cancelled' ? 'neutral' : 'warning';

export const SOURCE_LABELS: Record<RegistrationSource, () => string> = {
	web: m.registration_source_web,
	email: m.registration_source_email,
	phone: m.registration_source_phone,
	letter: m.registration_source_letter,
	door: m.hosting_source_door
};
