/** Query parameter that names a point to the reading page; part of public addresses. */
export const POINT_IN_ADDRESS = 'synpunkt';

/**
 * Where one point stands in a text at `path`. Only the first points of a place come with the page, so the address
 * names the point to the server too, which shows the page of the place that it stands on.
 */
export const addressOfPoint = (path: string, pointId: string): string =>
	`${path}?${POINT_IN_ADDRESS}=${pointId}#p-${pointId}`;
