import { m } from '#lib/paraglide/messages.js';
import type { NewsState } from '#server/news/types.ts';

export const NEWS_STATE_LABELS: Record<NewsState, () => string> = {
	draft: m.news_state_draft,
	published: m.news_state_published,
	withdrawn: m.news_state_withdrawn
};
