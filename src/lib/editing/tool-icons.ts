/** Outlines that the toolbar alone uses, drawn as those in `ui/icons.ts`. */
export const TOOL_ICONS = {
	bold: 'M7 5h6a3.5 3.5 0 0 1 0 7H7zm0 7h7a3.5 3.5 0 0 1 0 7H7z',
	image: 'M4 5h16v14H4zm0 11 5-5 5 5 2-2 4 4M15.5 9v.01',
	italic: 'M10 5h8M6 19h8m1-14-6 14',
	list: 'M9 6h11M9 12h11M9 18h11M4.5 6v.01M4.5 12v.01M4.5 18v.01',
	listNumbered: 'M10 6h10M10 12h10M10 18h10M4 5l1.5-1v4M4 15.5c0-2 3-2 3 0 0 1-3 3-3 3.5h3',
	quote: 'M5 17h4l1.5-5V7H5v5h3zm9 0h4l1.5-5V7H14v5h3z',
	redo: 'm15 5 4 4-4 4m4-4H9a5 5 0 0 0 0 10h3',
	table: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14'
} as const;
