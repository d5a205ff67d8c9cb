/** A QR code that leads to where somebody can be checked in: one path on a grid of `size` by `size`. */
export type DoorCode = { participantId: string; name: string; code: { size: number; path: string } };

type At = { dialogueSlug: string; slug: string };

/** Where the hosts of a meeting work. */
export const meetingHome = ({ dialogueSlug, slug }: At): string => `/arbetsyta/${dialogueSlug}/moten/${slug}`;

/** What a participant's code leads to: a page where a host of the meeting can check that person in, and nobody else. */
export const checkInHref = (meeting: At, participantId: string): string =>
	`${meetingHome(meeting)}/incheckning/${participantId}`;
