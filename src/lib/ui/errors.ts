import { m } from '#lib/paraglide/messages.js';

/** What happened and what one can do about it, for the page that stands in for one that failed (domain 4.9). */
export function errorTexts(status: number): { title: string; what: string } {
	if (status === 401) return { title: m.common_error_not_signed_in_title(), what: m.common_error_not_signed_in() };
	if (status === 403) return { title: m.common_error_forbidden_title(), what: m.common_error_forbidden() };
	if (status === 404) return { title: m.common_error_not_found_title(), what: m.common_error_not_found() };
	if (status === 410) return { title: m.common_error_gone_title(), what: m.common_error_gone() };
	if (status === 429) return { title: m.common_error_too_many_title(), what: m.common_error_too_many() };
	if (status < 500) return { title: m.common_error_bad_input_title(), what: m.common_error_bad_input() };
	return { title: m.common_error_unexpected_title(), what: m.common_error_unexpected() };
}
