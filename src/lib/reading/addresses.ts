import { panelQuery, placeToAddress, QUERY } from './place-key.ts';
import type { Panel, ReadingData } from './types.ts';

/** Relative addresses on the reading page; each works without JavaScript. */
type Shown = Pick<ReadingData, 'version'>;

const versionOf = ({ version }: Shown): number | null => (version.latest ? null : version.number);

export const panelHref = (data: Shown, panel: Panel): string => `?${panelQuery(panel, versionOf(data))}#form`;

/** Where a form goes, coming back to the same form if something has to be mended. */
export const actionHref = (data: Shown, action: string, panel: Panel | null): string => {
	const query = panel === null ? keepVersion(data) : panelQuery(panel, versionOf(data));
	return `?/${action}${query === '' ? '' : '&' + query}#form`;
};

function keepVersion(data: Shown): string {
	const number = versionOf(data);
	return number === null ? '' : `${QUERY.version}=${number}`;
}

export function closedHref(data: Shown, place: string | null): string {
	return `?${keepVersion(data)}${place === null ? '' : '#' + anchorOf(place)}`;
}

/** The element that a place has on the page. */
export const anchorOf = (place: string): string => (place === 'whole' || place === 'gone' ? place : `b-${place}`);

/** A link to a block that goes on leading to the same words: it names the version. */
export const blockHref = (data: Shown, blockId: string): string =>
	`?${QUERY.version}=${data.version.number}#b-${blockId}`;

/** All points of one place, page by page. */
export function allHref(data: Shown, place: string, page: number): string {
	const query = new URLSearchParams();
	const number = versionOf(data);
	if (number !== null) query.set(QUERY.version, String(number));
	query.set(QUERY.opened, placeToAddress(place));
	if (page > 1) query.set(QUERY.page, String(page));
	return `?${query}#points-${place}`;
}
