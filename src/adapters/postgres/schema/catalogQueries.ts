/**
 * What a schema is read with, first part: the relations with their columns, and what relations refer to.
 *
 * None of it waits for a lock on a relation. Names that others gave (`format_type`, `oidvectortypes`) come with their
 * schema, because the search path is `pg_catalog`; that is also why no function here needs one. What is usual comes as
 * NULL, which costs next to nothing on the way. Each statement is complete, so `psql` runs it as it is.
 */
import type { ConnectionTimeouts } from '../../../core/settings.ts';
import { type CopyStatement, copyOf } from './lines.ts';
import { firstOwnOid, isRelation, type Scope, within } from './scope.ts';

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
       pg_catalog.concat_ws(' ', pg_catalog.pg_postmaster_start_time(), (
         SELECT d.oid FROM pg_catalog.pg_database d
         WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())) AS server,
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

/** `depends_on_type`: it is the default for a type only if there is none of exactly this type. */
export const operatorClasses = `
SELECT o.oid, o.opcmethod AS method, o.opcdefault AS is_default, format_type(o.opcintype, NULL) AS type,
       o.opcdefault AND (t.typtype = 'p' OR o.oid IN (
         SELECT wide.oid FROM pg_opclass own
         JOIN pg_cast c ON c.castsource = own.opcintype AND c.castmethod = 'b'
         JOIN pg_opclass wide ON wide.opcintype = c.casttarget AND wide.opcmethod = own.opcmethod
         WHERE own.opcdefault)) AS depends_on_type,
       CASE WHEN n.nspname = 'pg_catalog' THEN quote_ident(o.opcname)
            ELSE quote_ident(n.nspname) || '.' || quote_ident(o.opcname) END AS spelling
FROM pg_opclass o
JOIN pg_namespace n ON n.oid = o.opcnamespace
JOIN pg_type t ON t.oid = o.opcintype`;

export const collations = `
SELECT c.oid,
       CASE WHEN n.nspname = 'pg_catalog' THEN quote_ident(c.collname)
            ELSE quote_ident(n.nspname) || '.' || quote_ident(c.collname) END AS spelling
FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace`;

/** Types whose collation is not the database's: columns of such a type have it unless told otherwise. */
export const collatedTypes = `
SELECT format_type(t.oid, NULL) AS type, t.typcollation AS "collation"
FROM pg_type t WHERE t.typcollation NOT IN (0, 100)`;

/** What stands between the names, and between the types, of the columns of a relation. */
export const columnSeparator = '\x1e';

/** Of relations, their columns, indexes and constraints. */
export function comments(scope: Scope): CopyStatement {
  const [relation, constraint] = [
    "d.classoid = 'pg_class'::regclass",
    "d.classoid = 'pg_constraint'::regclass",
  ];
  const indexes = `SELECT i.indexrelid FROM pg_index i WHERE ${within('i.indrelid', scope)}`;
  const constraints = `SELECT k.oid FROM pg_constraint k WHERE ${within('k.conrelid', scope)}`;
  const isWanted =
    scope === 'all'
      ? `(${relation} OR ${constraint})`
      : `(${relation} AND (${within('d.objoid', scope)} OR d.objoid IN (${indexes}))
  OR ${constraint} AND d.objoid IN (${constraints}))`;
  return copyOf(
    {
      object: 'd.objoid',
      is_constraint: `nullif(${constraint}, false)`,
      column: 'nullif(d.objsubid, 0)',
      text: 'd.description',
    },
    `
FROM pg_description d
WHERE ${isWanted} AND d.objoid >= 16384`,
  );
}

/**
 * In the order of their oids. What there is of columns comes as one text of each kind, which costs a fraction of one
 * row per column. Dropped columns are among them, so that each is at its number.
 *
 * `marks`: a sign for each column, which also tells how many there are: `x` dropped, `n` not null, `d` with a default,
 * `b` both, `-` neither. `special`: of columns with identity, expression or collation their number, `attidentity`,
 * `attgenerated` and `attcollation` (`1 a  0,7  s 100`); all others have no collation, or the database's.
 *
 * @param scope `after`: the next so many of all.
 */
export function relations(scope: readonly string[] | NextRelations): CopyStatement {
  const own = `SELECT * FROM pg_class c WHERE ${isRelation}`;
  const chosen =
    'after' in scope
      ? `${own} AND c.oid >= ${Math.max(scope.after + 1, firstOwnOid)} ORDER BY c.oid LIMIT ${scope.count}`
      : `${own} AND ${within('c.oid', scope)}`;
  return copyOf(
    {
      oid: 'c.oid',
      schema: 'c.relnamespace',
      name: 'c.relname',
      kind: 'c.relkind',
      rows: 'c.reltuples::bigint',
      bytes: `(c.relpages + CASE WHEN c.reltoastrelid = 0 THEN 0
                 ELSE (SELECT t.relpages FROM pg_class t WHERE t.oid = c.reltoastrelid) END)::bigint
         * (SELECT current_setting('block_size')::bigint)`,
      marks: 'own.marks',
      names: 'own.names',
      types: 'own.types',
      special: 'own.special',
      unlogged: "nullif(c.relpersistence = 'u', false)",
      row_security: 'nullif(c.relrowsecurity, false)',
      force_row_security: 'nullif(c.relforcerowsecurity, false)',
      is_partition: 'nullif(c.relispartition, false)',
    },
    `
FROM (${chosen}) AS c
LEFT JOIN LATERAL (
  SELECT string_agg(CASE WHEN a.attisdropped THEN 'x'
                         WHEN a.attnotnull THEN CASE WHEN a.atthasdef THEN 'b' ELSE 'n' END
                         WHEN a.atthasdef THEN 'd' ELSE '-' END, '') AS marks,
         string_agg(a.attname, E'\\x1e') AS names,
         string_agg(format_type(a.atttypid, a.atttypmod), E'\\x1e') AS types,
         string_agg(concat_ws(' ', a.attnum, a.attidentity, a.attgenerated, a.attcollation), ',')
           FILTER (WHERE a.attidentity <> '' OR a.attgenerated <> '' OR a.attcollation NOT IN (0, 100)) AS special
  FROM (SELECT * FROM pg_attribute a
        WHERE c.relkind <> 'S' AND a.attrelid = c.oid AND a.attnum > 0
        ORDER BY a.attnum) AS a
) AS own ON true
ORDER BY c.oid`,
  );
}

export interface NextRelations {
  /** An oid. */
  readonly after: number;
  readonly count: number;
}
