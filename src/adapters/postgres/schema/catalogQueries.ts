/**
 * What a schema is read with, first part: catalogs, and functions that only look into them.
 *
 * None of it waits for a lock on a relation. Names that others gave (`format_type`, `oidvectortypes`) come with their
 * schema, because the search path is `pg_catalog`; that is also why no function here needs one. What is usual comes as
 * NULL, which costs next to nothing on the way. Each statement is complete, so `psql` runs it as it is.
 */
import type { ConnectionTimeouts } from '../../../core/settings.ts';
import { oidArray, type Scope, within } from './scope.ts';

/**
 * One moment for all catalogs. The settings make the server spell expressions in the same way for everybody.
 * The `SELECT` comes before the settings, because after it the transaction can no longer be made writable.
 */
export function beginReading({ statementTimeoutMs }: ConnectionTimeouts): string {
  return `
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
${facts};
SET LOCAL search_path = pg_catalog, pg_temp;
SET LOCAL statement_timeout = ${Math.trunc(statementTimeoutMs)};
SET LOCAL lock_timeout = 100;
SET LOCAL idle_in_transaction_session_timeout = 10000;
SET LOCAL max_parallel_workers_per_gather = 0;
SET LOCAL jit = off;
SET LOCAL quote_all_identifiers = off;
SET LOCAL datestyle = 'ISO, MDY';
SET LOCAL intervalstyle = 'postgres';
SET LOCAL timezone = 'UTC';
SET LOCAL extra_float_digits = 1;
SET LOCAL bytea_output = 'hex'`;
}

/** `age`: of the oldest transaction that was running, so that rows older than it are surely seen. */
const facts = `
SELECT pg_catalog.current_setting('server_version') AS server_version,
       pg_catalog.current_setting('server_version_num') AS version_number,
       pg_catalog.current_setting('search_path') AS search_path,
       pg_catalog.current_database() AS database,
       current_user AS "user",
       pg_catalog.txid_current_snapshot()::pg_catalog.text AS moment`;

/** Relations that somebody has locked, or waits to lock, so that a function that opens them would wait. */
export const locked = `
SELECT DISTINCT l.relation AS oid
FROM pg_locks l
WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock'
  AND l.pid IS DISTINCT FROM pg_backend_pid()
  AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())`;

/** Temporary schemas and those of the system are left out, and with them what they hold. */
export const schemas = `
SELECT n.oid, n.nspname AS name, obj_description(n.oid, 'pg_namespace') AS comment
FROM pg_namespace n
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;

/** `plpgsql` comes with every database. */
export const extensions = `
SELECT e.oid, e.extname AS name, e.extversion AS version, n.nspname AS schema
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname <> 'plpgsql'`;

/** What extensions brought, and is left out. */
export const members = `
SELECT d.classid::regclass AS catalog, d.objid AS oid
FROM pg_depend d
WHERE d.refclassid = 'pg_extension'::regclass AND d.refobjid = ANY (ARRAY(SELECT e.oid FROM pg_extension e))
  AND d.deptype = 'e'
  AND d.classid IN ('pg_class'::regclass, 'pg_type'::regclass, 'pg_proc'::regclass, 'pg_namespace'::regclass)`;

export const operatorClasses = `
SELECT o.oid, o.opcmethod AS method, o.opcdefault AS is_default, format_type(o.opcintype, NULL) AS type,
       CASE WHEN n.nspname = 'pg_catalog' THEN quote_ident(o.opcname)
            ELSE quote_ident(n.nspname) || '.' || quote_ident(o.opcname) END AS spelling
FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace`;

export const collations = `
SELECT c.oid,
       CASE WHEN n.nspname = 'pg_catalog' THEN quote_ident(c.collname)
            ELSE quote_ident(n.nspname) || '.' || quote_ident(c.collname) END AS spelling
FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace`;

/** Types whose collation is not the database's: columns of such a type have it unless told otherwise. */
export const collatedTypes = `
SELECT format_type(t.oid, NULL) AS type, t.typcollation AS "collation"
FROM pg_type t WHERE t.typcollation NOT IN (0, 100)`;

export function relations(scope: Scope): string {
  return `
SELECT c.oid, c.relnamespace AS schema, c.relname AS name, c.relkind AS kind,
       nullif(c.relpersistence = 'u', false) AS unlogged, nullif(c.relrowsecurity, false) AS row_security,
       nullif(c.relforcerowsecurity, false) AS force_row_security, nullif(c.relispartition, false) AS is_partition,
       c.reltuples::bigint AS rows,
       (c.relpages + coalesce(t.relpages, 0))::bigint * current_setting('block_size')::bigint AS bytes
FROM pg_class c LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'c') AND ${within('c.oid', scope)}`;
}

/** What stands between the columns of a relation, and between the parts of a column. */
export const columnSeparator = '\x1e';
export const partSeparator = '\x1f';

/**
 * One row per relation, which costs a fraction of one row per column. `count` tells whether a separator occurs in
 * one of the names.
 */
export function columns(scope: Scope): string {
  return `
SELECT a.attrelid AS relation, count(*) AS count,
       string_agg(concat_ws(E'\\x1f', a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                            a.atthasdef, a.attidentity, a.attgenerated, a.attcollation),
                  E'\\x1e' ORDER BY a.attnum) AS columns
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c') AND ${within('a.attrelid', scope)}
  AND a.attnum > 0 AND NOT a.attisdropped
GROUP BY a.attrelid`;
}

/** The kinds of constraints that are constraints of a table here: not NOT NULL, not constraint triggers. */
export const constraintKinds = `('p', 'u', 'f', 'c', 'x')`;

/** `internal`: what implements a foreign key to a partitioned table, one for each of its partitions. */
export function constraints(scope: Scope, version: number): string {
  return `
SELECT k.oid, k.conrelid AS relation, k.conname AS name, k.contype AS kind, k.conkey AS columns,
       nullif(NOT k.convalidated, false) AS not_validated, nullif(k.condeferrable, false) AS deferrable,
       nullif(k.condeferred, false) AS deferred, nullif(k.connoinherit, false) AS no_inherit,
       nullif(k.confrelid, 0) AS referenced, k.confkey AS referenced_columns,
       nullif(nullif(k.confupdtype, 'a'), ' ') AS on_update, nullif(nullif(k.confdeltype, 'a'), ' ') AS on_delete,
       nullif(nullif(k.confmatchtype, 's'), ' ') AS match,
       ${version >= 15 ? 'k.confdelsetcols' : 'NULL'} AS on_delete_columns,
       ${version >= 18 ? 'nullif(NOT k.conenforced, false)' : 'NULL'} AS not_enforced,
       ${version >= 18 ? 'nullif(k.conperiod, false)' : 'NULL'} AS temporal,
       CASE WHEN k.conparentid <> 0
            THEN (SELECT p.conrelid = k.conrelid FROM pg_constraint p WHERE p.oid = k.conparentid)
       END AS internal
FROM pg_constraint k
WHERE k.contype IN ${constraintKinds} AND ${within('k.conrelid', scope)}`;
}

/** Also the index of a constraint, where it says more than the constraint does. */
export function indexes(scope: Scope, version: number): string {
  const nullsNotDistinct = version >= 15 ? 'i.indnullsnotdistinct' : 'false';
  return `
SELECT i.indexrelid AS oid, i.indrelid AS relation, x.relname AS name, m.amname AS method,
       nullif(i.indisunique, false) AS is_unique, nullif(NOT i.indisvalid, false) AS is_invalid, i.indkey AS columns, i.indnkeyatts AS key_count,
       i.indoption AS options, i.indclass AS classes, i.indcollation AS collations,
       array_to_json(x.reloptions) AS storage, nullif(${nullsNotDistinct}, false) AS nulls_not_distinct,
       nullif(i.indpred IS NOT NULL, false) AS has_predicate, k.oid AS "constraint",
       CASE WHEN i.indexprs IS NOT NULL
            THEN (SELECT json_agg(format_type(a.atttypid, NULL) ORDER BY a.attnum)
                  FROM pg_attribute a WHERE a.attrelid = i.indexrelid) END AS types,
       CASE WHEN m.amname <> 'btree'
            THEN (SELECT json_agg(array_to_string(a.attoptions, ', ') ORDER BY a.attnum)
                  FROM pg_attribute a WHERE a.attrelid = i.indexrelid) END AS class_options
FROM pg_index i
JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_am m ON m.oid = x.relam
LEFT JOIN pg_constraint k
  ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')
WHERE ${within('i.indrelid', scope)} AND x.relnamespace <> 'pg_toast'::regnamespace
  AND (k.oid IS NULL OR i.indnatts > i.indnkeyatts OR ${nullsNotDistinct})`;
}

/** Those that partitions got from their parent are left out. */
export function triggers(scope: Scope, version: number): string {
  return `
SELECT t.oid, t.tgrelid AS relation, t.tgname AS name
FROM pg_trigger t
WHERE ${ownTrigger('t', version)} AND ${within('t.tgrelid', scope)}`;
}

export function ownTrigger(alias: string, version: number): string {
  return `NOT ${alias}.tgisinternal${version >= 13 ? ` AND ${alias}.tgparentid = 0` : ''}`;
}

export function policies(scope: Scope): string {
  return `
SELECT p.oid, p.polrelid AS relation, p.polname AS name, p.polcmd AS command, p.polpermissive AS permissive,
       array_to_json(ARRAY(
         SELECT coalesce(r.rolname, 'public') FROM unnest(p.polroles) AS role (oid)
         LEFT JOIN pg_roles r ON r.oid = role.oid)) AS roles,
       p.polqual IS NOT NULL AS has_using, p.polwithcheck IS NOT NULL AS has_check
FROM pg_policy p
WHERE ${within('p.polrelid', scope)}`;
}

/** Of tables and the other relations, of their columns, constraints and indexes. */
export function comments(scope: Scope): string {
  return `
SELECT ${commentedRelation} AS relation, d.classoid::regclass AS catalog, d.objoid AS oid,
       d.objsubid AS "column", d.description AS text
FROM ${commentSources}
WHERE ${scope === 'all' ? within('d.objoid', 'all') : `${commentedRelation} = ANY (${oidArray(scope)})`}
  AND ${isRelationComment}`;
}

/** The table that a comment on one of its indexes or constraints belongs to. */
export const commentedRelation = 'coalesce(i.indrelid, k.conrelid, d.objoid)';
export const commentSources = `pg_description d
LEFT JOIN pg_index i ON d.classoid = 'pg_class'::regclass AND i.indexrelid = d.objoid
LEFT JOIN pg_constraint k ON d.classoid = 'pg_constraint'::regclass AND k.oid = d.objoid`;
export const isRelationComment = `d.classoid IN ('pg_class'::regclass, 'pg_constraint'::regclass)`;

export function parents(scope: Scope): string {
  return `
SELECT i.inhrelid AS relation, i.inhparent AS parent
FROM pg_inherits i
WHERE ${within('i.inhrelid', scope)}
ORDER BY i.inhrelid, i.inhseqno`;
}

export function sequences(scope: Scope): string {
  return `
SELECT s.seqrelid AS relation, format_type(s.seqtypid, NULL) AS type, nullif(s.seqstart, 1) AS start,
       nullif(s.seqincrement, 1) AS increment, nullif(s.seqmin, 1) AS min, s.seqmax AS max,
       nullif(s.seqcache, 1) AS cache, nullif(s.seqcycle, false) AS cycle,
       d.refobjid AS owner, d.refobjsubid AS owner_column, nullif(d.deptype = 'i', false) AS is_identity
FROM pg_sequence s
LEFT JOIN pg_depend d
  ON d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.objsubid = 0
  AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
WHERE ${within('s.seqrelid', scope)}`;
}
