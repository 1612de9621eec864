/**
 * Puts a session's own state away and brings it back, so that one PGlite session serves several clients. Settings,
 * the role and prepared statements can be put away; temporary tables, open cursors, channels listened to and
 * advisory locks cannot, and keep the session where it is.
 */
import type { PGlite } from '@electric-sql/pglite';
import { parse, query, sync } from './messages.ts';

export interface Parked {
  readonly settings: readonly Setting[];
  readonly role: string;
  readonly statements: readonly PreparedStatement[];
}

interface Setting {
  readonly name: string;
  readonly value: string;
}

interface PreparedStatement {
  readonly name: string;
  readonly sql: string;
  /** Made by SQL's PREPARE, of which `sql` is the whole text. */
  readonly fromSql: boolean;
  /** OIDs, as text. */
  readonly types: readonly string[];
}

const selectBound = `
  SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = pg_my_temp_schema())
      OR EXISTS (SELECT FROM pg_cursors WHERE name <> '')
      OR EXISTS (SELECT FROM pg_listening_channels())
      OR EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory') AS bound`;

const selectSettings = `
  SELECT name, setting AS value FROM pg_settings WHERE source = 'session' AND context <> 'internal'`;

const selectStatements = `
  SELECT name, statement AS sql, from_sql AS "fromSql", parameter_types::oid[]::text[] AS types
    FROM pg_prepared_statements WHERE name <> ''`;

/** `undefined` if something in the session cannot be put away. The session itself stays as it is. */
export async function park(database: PGlite): Promise<Parked | undefined> {
  const bound = await database.query<{ readonly bound: boolean }>(selectBound);
  if (bound.rows[0]?.bound !== false) return undefined;
  const role = await database.query<{ readonly role: string }>(`SELECT current_setting('role') AS role`);
  return {
    settings: (await database.query<Setting>(selectSettings)).rows,
    role: role.rows[0]?.role ?? 'none',
    statements: (await database.query<PreparedStatement>(selectStatements)).rows,
  };
}

export async function unpark(database: PGlite, user: string, parked: Parked): Promise<void> {
  await becomeUser(database, user);
  for (const { name, value } of parked.settings) {
    await database.query('SELECT set_config($1, $2, false)', [name, value]);
  }
  await database.query(`SELECT set_config('role', $1, false)`, [parked.role]);
  for (const { name, sql, fromSql, types } of parked.statements) {
    const bytes = fromSql ? query(sql) : Buffer.concat([parse(name, sql, types.map(Number)), sync]);
    await database.runExclusive(() => database.execProtocolRaw(bytes));
  }
}

export async function becomeUser(database: PGlite, user: string): Promise<void> {
  await database.query(`SELECT set_config('session_authorization', $1, false)`, [user]);
}
