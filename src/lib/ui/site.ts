/** What the root layout's load gives every page about whose site this is and who reads it. */
export type Region = { name: string; short: string; email: string; phone: string };

/** Enough about the reader for the frame around the pages; `visitor` has neither name nor account. */
export type Reader = { kind: 'visitor' | 'person'; name: string; verified: boolean; isStaff: boolean };

/** Set by the load of a workspace page that belongs to one dialogue (or by the layout above it). */
export type Workspace = {
	title: string;
	/** The dialogue's public page, without language. */
	publicHref: string;
	links: readonly { href: string; label: string; exact?: boolean; covers?: readonly string[]; count?: string }[];
};

/** All optional: an error page may have to do without what the layout's load should have brought. */
export type SiteData = { region?: Region; actor?: Reader; workspace?: Workspace };
