import { m } from '#lib/paraglide/messages.js';
import type { ConsolidationFilter } from '#lib/protocol/consolidation.ts';
import { isOrganisationType, type OrganisationType } from '#lib/protocol/organisation-types.ts';
import type { Outcome, PointKind, PointStatus } from '#lib/protocol/vocabulary.ts';
import { list, quote } from '#lib/ui/format.ts';

/** The names that a filter's codes and slugs stand for. */
export type Names = {
	areas: Readonly<Record<string, string>>;
	consultations: Readonly<Record<string, string>>;
	documents: Readonly<Record<string, string>>;
};

const KINDS: Record<PointKind, () => string> = {
	support: m.review_many_kind_support,
	objection: m.review_many_kind_objection,
	change: m.review_many_kind_change,
	addition: m.review_many_kind_addition,
	deletion: m.review_many_kind_deletion,
	fact: m.review_many_kind_fact,
	proofreading: m.review_many_kind_proofreading,
	question: m.review_many_kind_question,
	proposal_action: m.review_many_kind_proposal_action,
	offer: m.review_many_kind_offer,
	experience: m.review_many_kind_experience,
	call_design: m.review_many_kind_call_design,
	other: m.review_many_kind_other
};

const SENDERS: Record<OrganisationType, () => string> = {
	private_person: m.review_many_from_private_person,
	municipality: m.review_many_from_municipality,
	municipal_association: m.review_many_from_municipal_association,
	region: m.review_many_from_region,
	county_board: m.review_many_from_county_board,
	state_agency: m.review_many_from_state_agency,
	sami_parliament: m.review_many_from_sami_parliament,
	sami_community: m.review_many_from_sami_community,
	sami_organisation: m.review_many_from_sami_organisation,
	university: m.review_many_from_university,
	research_institute: m.review_many_from_research_institute,
	education_provider: m.review_many_from_education_provider,
	company: m.review_many_from_company,
	business_association: m.review_many_from_business_association,
	cluster: m.review_many_from_cluster,
	trade_union: m.review_many_from_trade_union,
	civil_society: m.review_many_from_civil_society,
	youth_council: m.review_many_from_youth_council,
	minority_organisation: m.review_many_from_minority_organisation,
	disability_organisation: m.review_many_from_disability_organisation,
	eu_international: m.review_many_from_eu_international,
	other: m.review_many_from_other
};

const WHICH: Record<Outcome | PointStatus, () => string> = {
	pending: m.review_which_pending,
	accepted: m.review_which_accepted,
	partially_accepted: m.review_which_partially_accepted,
	already_covered: m.review_which_already_covered,
	not_accepted: m.review_which_not_accepted,
	noted: m.review_which_noted,
	answered: m.review_which_answered,
	carried_forward: m.review_which_carried_forward,
	out_of_scope: m.review_which_out_of_scope,
	held: m.review_which_held,
	published: m.review_which_published,
	declined: m.review_which_declined,
	unpublished: m.review_which_unpublished,
	withdrawn: m.review_which_withdrawn
};

const senders = (type: string): string => (isOrganisationType(type) ? SENDERS[type]() : type);
const named = (names: Readonly<Record<string, string>>, codes: readonly string[]): string =>
	list(codes.map((code) => (code === '' ? m.review_no_area() : (names[code] ?? code))));

/** `a, b eller c`: of these, any one is enough. */
function either(items: readonly string[]): string {
	const last = items.at(-1) ?? '';
	return items.length < 2 ? last : m.review_sentence_or({ first: items.slice(0, -1).join(', '), last });
}

/** What a filter shows, as the part of a sentence: *invändningar från kommuner om Hållbar energi*. */
export function filterPhrase(filter: ConsolidationFilter, names: Names): string {
	const { kinds, organisationTypes, areas, documents, consultations, outcomes, statuses, late, words } = filter;
	const parts = [
		kinds.length > 0 ? list(kinds.map((kind) => KINDS[kind]())) : m.review_sentence_all(),
		organisationTypes.length > 0 && m.review_sentence_from({ who: list(organisationTypes.map(senders)) }),
		areas.length > 0 && m.review_sentence_about({ areas: named(names.areas, areas) }),
		documents.length > 0 && m.review_sentence_in_document({ documents: named(names.documents, documents) }),
		consultations.length > 0 &&
			m.review_sentence_in_consultation({ consultations: named(names.consultations, consultations) }),
		whichClause([outcomes, statuses], late),
		words !== '' && m.review_sentence_words({ words: quote(words) })
	];
	return parts.filter((part) => part !== false && part !== '').join(' ');
}

function whichClause(choices: readonly (readonly (Outcome | PointStatus)[])[], late: boolean): string {
	const clauses = choices
		.filter((codes) => codes.length > 0)
		.map((codes) => m.review_sentence_which({ what: either(codes.map((code) => WHICH[code]())) }));
	return list(late ? [...clauses, m.review_sentence_late()] : clauses);
}

/** The same as a sentence of its own, to be read aloud. */
export function filterSentence(filter: ConsolidationFilter, names: Names): string {
	const phrase = filterPhrase(filter, names);
	return phrase.charAt(0).toUpperCase() + phrase.slice(1);
}
