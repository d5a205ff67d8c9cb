/** What one import may cost. A file within these limits is read in seconds and in bounded memory. */
export const MAX_FILE_BYTES = 25 * 1024 * 1024;
export const MAX_PASTED_CHARACTERS = 8 * 1024 * 1024;

/** Entries of a zip: an ordinary report has tens, one full of pictures a few hundred. */
export const MAX_ZIP_ENTRIES = 2000;
export const MAX_UNPACKED_BYTES = 200 * 1024 * 1024;
export const MAX_XML_BYTES = 24 * 1024 * 1024;
/** XML seldom packs better than 1:50; a bomb of zeros packs about 1:1000. Small entries are let through. */
export const MAX_RATIO = 200;
export const RATIO_FREE_BYTES = 1024 * 1024;

export const MAX_XML_NODES = 1_000_000;
export const MAX_DEPTH = 150;
/** Lists, quotes and tables inside one another; Word has nine levels of lists. */
export const MAX_NESTING = 9;

export const MAX_IMAGES = 200;
export const MAX_IMAGE_WIDTH = 2000;
export const MAX_IMAGE_HEIGHT = 4000;
export const MAX_IMAGE_PIXELS = 60_000_000;
