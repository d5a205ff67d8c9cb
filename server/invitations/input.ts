/** A line of text; what holds neither letter nor digit says nothing, and counts as left out. */
export const said = (line: string): string => (/[\p{L}\p{N}]/u.test(line) ? line.replace(/\s+/g, ' ') : '');
