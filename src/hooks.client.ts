import { overwriteGetLocale } from '#lib/paraglide/runtime.js';

// The server has decided; a switch of language loads the page anew.
overwriteGetLocale(() => (document.documentElement.lang === 'en' ? 'en' : 'sv'));
