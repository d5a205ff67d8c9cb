import { m } from '#lib/paraglide/messages.js';
import type { AskedState, FocusView, LiveView, QuickKind, QuickView, Scene } from '#lib/protocol/live.ts';

export const KIND_LABELS: Record<QuickKind, () => string> = {
	one: m.live_led_quick_kind_one,
	several: m.live_led_quick_kind_several,
	scale: m.live_led_quick_kind_scale,
	ranking: m.live_led_quick_kind_ranking,
	text: m.live_led_quick_kind_text,
	words: m.live_led_quick_kind_words
};

export const SCENE_LABELS: Record<Scene, () => string> = {
	code: m.live_led_scene_code,
	section: m.live_led_scene_section,
	points: m.live_led_scene_points,
	quick: m.live_led_scene_quick,
	questions: m.live_led_scene_questions
};

export const ASKED_LABELS: Record<AskedState, () => string> = {
	held: m.live_asked_state_held,
	asked: m.live_asked_state_asked,
	shortlisted: m.live_asked_state_shortlisted,
	on_stage: m.live_asked_state_on_stage,
	answered: m.live_asked_state_answered,
	hidden: m.live_asked_state_hidden
};

/** What hosts can do with a question, as buttons; each names the state it gives. */
export const ASKED_DEEDS: Record<Exclude<AskedState, 'held'>, () => string> = {
	asked: m.live_led_asked_do_asked,
	shortlisted: m.live_led_asked_do_shortlisted,
	on_stage: m.live_led_asked_do_on_stage,
	answered: m.live_led_asked_do_answered,
	hidden: m.live_led_asked_do_hidden
};

/** `Nuläge (Hållbar energi)`, or the text's own title. */
export const focusLabel = ({ heading, documentTitle }: Pick<FocusView, 'heading' | 'documentTitle'>): string =>
	heading === '' ? documentTitle : heading;

/** `K7M 3PQ`: in halves, as it is read out. */
export const codeLabel = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`;

/** `12 svar, varav 1 kom fram efter stängningen` */
export const answersLabel = ({ answers, late }: Pick<QuickView, 'answers' | 'late'>): string =>
	[m.live_quick_count({ count: answers }), late > 0 ? m.live_quick_late({ count: late }) : '']
		.filter(Boolean)
		.join(', ');

/** How it stands with a meeting that does not go on: not yet, not any more, or not at all. */
export const notOpenLabel = ({ over }: Pick<LiveView, 'over'>): string =>
	({ cancelled: m.live_cancelled, closed: m.live_over, before: m.live_not_now })[over ?? 'before']();
