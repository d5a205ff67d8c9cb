export * from './rooms.ts';
export * from './close-codes.ts';
export * from './frames.ts';
export type * from './events.ts';
