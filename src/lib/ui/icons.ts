/**
 * Outlines on a 24 by 24 grid, drawn with a 1.75 line. Own drawings; add only what a view uses. They come with every
 * page, so what one part alone uses stands there.
 */
export const ICONS = {
	agree: 'M12 5v14M5 12h14',
	'arrow-right': 'M5 12h14m-6-6 6 6-6 6',
	calendar: 'M4 6h16v14H4zM4 10h16M8 3v4m8-4v4',
	check: 'm5 12.5 4.5 4.5L19 7.5',
	'chevron-down': 'm6 9 6 6 6-6',
	'chevron-left': 'm15 6-6 6 6 6',
	'chevron-right': 'm9 6 6 6-6 6',
	clock: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zm0 4v5l3.5 2',
	close: 'm6 6 12 12M18 6 6 18',
	comment: 'M4 5h16v11h-9l-5 4v-4H4z',
	copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
	danger: 'M8 3h8l5 5v8l-5 5H8l-5-5V8zm4 5v5m0 3v.01',
	document: 'M6 3h8l4 4v14H6zm8 0v4h4M9 12h6m-6 4h6',
	download: 'M12 4v11m-5-5 5 5 5-5M5 20h14',
	edit: 'm4 20 1-4L16 5l3 3L8 19zM14 7l3 3',
	external: 'M13 5h6v6m0-6-8 8M10 5H5v14h14v-5',
	eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z',
	'eye-off':
		'M9.5 5.8A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-3 3.7M6 7.5A16 16 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4-1M4 4l16 16',
	filter: 'M4 6h16M7 12h10m-7 6h4',
	flag: 'M6 21V4h12l-3 4.5L18 13H6',
	info: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zm0 8v5m0-8v.01',
	keyboard: 'M3 7h18v10H3zm4 3v.01M11 10v.01M15 10v.01M8 14h8',
	link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1m2 4a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
	lock: 'M6 11h12v9H6zm2.5 0V8a3.5 3.5 0 0 1 7 0v3',
	mask: 'M4 10h16v5H4zM7 6h10M7 19h6',
	menu: 'M4 7h16M4 12h16M4 17h16',
	offline:
		'M5 12.5a10 10 0 0 1 4-2.4M2 9a15 15 0 0 1 5-3m6 4.2a10 10 0 0 1 6 2.3M12 5.5A15 15 0 0 1 22 9M8.5 16a5 5 0 0 1 7 0M12 19.5v.01M4 4l16 16',
	pause: 'M8 5v14m8-14v14',
	people:
		'M9 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM2.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6M16 5a3.2 3.2 0 0 1 0 6.3M18 14.5c2 .8 3.5 2.6 3.5 5.5',
	person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20.5c0-4 3.3-6 7.5-6s7.5 2 7.5 6',
	play: 'M7 5v14l12-7z',
	print: 'M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z',
	reply: 'm9 6-5 5 5 5m-5-5h9a7 7 0 0 1 7 7',
	search: 'M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5 20 20',
	send: 'M4 12 20 4l-6 16-3-7zm7 1 9-9',
	shield: 'm12 3 7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z',
	success: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM8 12.5l3 3 5-6',
	undo: 'M9 5 5 9l4 4M5 9h10a5 5 0 0 1 0 10h-3',
	upload: 'M12 15V4M7 9l5-5 5 5M5 20h14',
	warning: 'M12 4 2.5 20h19zm0 6v4.5m0 2.5v.01'
} as const;

export type IconName = keyof typeof ICONS;
