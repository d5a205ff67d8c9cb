/** The languages that a passage can be marked with, each in its own words (domain A-12). */
export const PASSAGE_LANGUAGES: readonly { lang: string; name: string }[] = [
	{ lang: 'sv', name: 'svenska' },
	{ lang: 'en', name: 'English' },
	{ lang: 'fi', name: 'suomi' },
	{ lang: 'fit', name: 'meänkieli' },
	{ lang: 'se', name: 'davvisámegiella' },
	{ lang: 'smj', name: 'julevsámegiella' },
	{ lang: 'sma', name: 'åarjelsaemien gïele' },
	{ lang: 'rom', name: 'romani čhib' },
	{ lang: 'yi', name: 'ייִדיש' },
	{ lang: 'da', name: 'dansk' },
	{ lang: 'no', name: 'norsk' },
	{ lang: 'de', name: 'Deutsch' },
	{ lang: 'fr', name: 'français' },
	{ lang: 'la', name: 'lingua Latina' }
];
