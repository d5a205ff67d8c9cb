import { v7 } from 'uuid';

/** UUID version 7, made here and not in the database: Postgres has its own only from version 18. */
export const newId = (): string => v7();

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** True for a lower-case UUID. Checked before an id from outside reaches SQL, which would answer with a syntax error. */
export const isId = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);
