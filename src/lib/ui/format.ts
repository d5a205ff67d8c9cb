/** The one formatter (domain 2.13): everything that is shown to people as date, number, name or address. */
export * from './format/contact.ts';
export * from './format/dates.ts';
export * from './format/numbers.ts';
export * from './format/time-zone.ts';
export * from './format/words.ts';
