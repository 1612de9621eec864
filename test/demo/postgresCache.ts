import { join } from 'node:path';

/** The same as `npm start` uses, so that the tests make the empty PostgreSQL only once. */
export const postgresCache = join(import.meta.dirname, '../../.cache/postgres');
