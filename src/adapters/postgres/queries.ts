/**
 * Every text that is sent to a server to read version tables, in the order of sending. What reads schemas is in
 * `schema/*Queries.ts`; there is no other SQL in this program.
 *
 * The transaction sees each statement's own moment (`READ COMMITTED`), not one moment for all: golang-migrate
 * rewrites its table by `TRUNCATE`, after which an older snapshot would see no row and take the database for
 * one at base.
 */
import { escapeIdentifier } from 'pg';
import type { ConnectionTimeouts } from '../../core/settings.ts';

/**
 * Opens the transaction. A `SELECT` comes first, because after it the transaction can no longer be made writable.
 * The settings are local to the transaction, because a pooler hands the session to others after it.
 */
export function beginReading({ statementTimeoutMs }: ConnectionTimeouts): string {
  return `
BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY;
SELECT pg_catalog.current_setting('search_path') AS search_path,
       pg_catalog.current_setting('server_version') AS server_version,
       pg_catalog.current_database() AS database,
       current_user AS "user";
SET LOCAL statement_timeout = ${Math.trunc(statementTimeoutMs)};
SET LOCAL lock_timeout = 100;
SET LOCAL idle_in_transaction_session_timeout = 10000;
SET LOCAL search_path = pg_catalog, pg_temp;
SET LOCAL datestyle = 'ISO';
SAVEPOINT reading;
`;
}

/**
 * $1: names. Every relation of such a name, whatever the role may do with it, and the statements that would let it
 * read. Waits for no lock: only catalogs are read, and no function that opens the relation.
 *
 * Row level security shows a role without a policy an empty table, which would be taken for a database at base. So a
 * policy must show every row: its condition is the constant `true`, which is looked for in the stored expression
 * because `pg_get_expr` would wait for locks.
 */
export const findRelations = `
SELECT n.nspname AS schema,
       c.relname AS name,
       c.relkind AS kind,
       pg_catalog.array_to_json(ARRAY(
         SELECT a.attname::text FROM pg_catalog.pg_attribute a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         ORDER BY a.attnum)) AS columns,
       pg_catalog.array_to_json(pg_catalog.array_remove(ARRAY[
         CASE WHEN NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE')
              THEN pg_catalog.format('GRANT USAGE ON SCHEMA %I TO %I;', n.nspname, current_user) END,
         CASE WHEN NOT pg_catalog.has_table_privilege(c.oid, 'SELECT')
              THEN pg_catalog.format('GRANT SELECT ON TABLE %I.%I TO %I;', n.nspname, c.relname, current_user) END,
         CASE WHEN NOT pg_catalog.row_security_active(c.oid) OR policies.show_all AND NOT policies.restrict THEN NULL
              WHEN policies.restrict THEN pg_catalog.format('ALTER ROLE %I BYPASSRLS;', current_user)
              ELSE pg_catalog.format('CREATE POLICY driftline_read ON %I.%I FOR SELECT TO %I USING (true);',
                                     n.nspname, c.relname, current_user) END
       ], NULL)) AS grants
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
  SELECT coalesce(bool_or(NOT p.polpermissive), false) AS restrict,
         coalesce(bool_or(p.polpermissive AND p.polqual::text ~
           '^{CONST :consttype 16 .*:constvalue 1 \\[ (1 0 0 0 0 0 0 0|0 0 0 0 0 0 0 1) \\]}$'), false) AS show_all
  FROM pg_catalog.pg_policy p
  WHERE p.polrelid = c.oid AND p.polcmd IN ('r', '*')
    AND EXISTS (SELECT FROM pg_catalog.unnest(p.polroles) AS role (oid)
                WHERE role.oid = 0 OR pg_catalog.pg_has_role(role.oid, 'USAGE'))) AS policies
WHERE c.relname = ANY ($1::pg_catalog.name[])
  AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY n.nspname, c.relname
`;

/**
 * Locks a table in the mode of a reader, without waiting, reads it, and gives the lock back at once, so that nobody's
 * `ALTER TABLE` queues behind it while the network carries the answer. The lock comes before the `SELECT`, so that the
 * rows are those after the last change.
 */
export function readTable(schema: string, name: string, columns: readonly string[], limit: number): string {
  const table = `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
  return `
LOCK TABLE ONLY ${table} IN ACCESS SHARE MODE NOWAIT;
SELECT ${columns.map((column) => escapeIdentifier(column)).join(', ')} FROM ${table} LIMIT ${limit};
${giveUpTable};
`;
}

/** Undoes an error or a lock; the savepoint stays. */
export const giveUpTable = 'ROLLBACK TO SAVEPOINT reading';

export const endReading = 'COMMIT';
