/** A page that the browser goes to. */
export const beginsPage = ({ mode }: Pick<Request, 'mode'>): boolean => mode === 'navigate';

/** A file whose name changes with its content. */
export const isFile = (path: string): boolean => path.startsWith('/_app/immutable/');

/** An image of a text: asked for again each time, since it may be masked. */
export const isImage = (path: string): boolean => path.startsWith('/bilder/');

/** What a page asks for beside itself: its data, or what is new on it. */
export const isBesidePage = (path: string): boolean => /\/__data\.json$|\/underlag\/[^/]+\/punkter$/.test(path);
