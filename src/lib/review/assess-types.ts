/** Where a change can be said to stand: the published versions of each document, with their headings. */
export type ChangeChoice = {
	title: string;
	versions: {
		versionId: string;
		number: number;
		/** As people name it: the label, or the number where there is none. */
		name: string;
		headings: { blockId: string; text: string }[];
	}[];
};

/** What the form of an assessment held when it was refused. */
export type AssessValues = Readonly<Record<string, string | undefined>>;
