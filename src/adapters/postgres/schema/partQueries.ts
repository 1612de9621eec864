/**
 * What a schema is read with, third part: what belongs to relations.
 *
 * PostgreSQL prints definitions that name columns by functions that open the relation, and so wait for whoever changes
 * it. Relations known to be locked are left out of that, so their definitions are NULL; the lock timeout of the
 * transaction ends the wait for all others.
 */
import { oidArray, type Scope, within } from './scope.ts';

export interface PartScope {
  readonly scope: Scope;
  /** Oids of relations not to be opened. */
  readonly locked: readonly string[];
  /** Oids of relations with generated columns. */
  readonly generating: readonly string[];
  /** Major version of the server. */
  readonly version: number;
}

/** Of columns: what they are if not given, or how they are generated, which alone can name columns. */
export function defaults({ scope, locked, generating }: PartScope): string {
  const isLocked = new Set(locked);
  const closed = generating.filter((oid) => isLocked.has(oid));
  const relation =
    generating.length === 0 ? '0' : `CASE WHEN ${isOf('d.adrelid', generating)} THEN d.adrelid ELSE 0 END`;
  return `
SELECT d.adrelid AS relation, d.adnum AS "column", pg_get_expr(d.adbin, ${relation}) AS expression
FROM pg_attrdef d
WHERE ${within('d.adrelid', scope)} AND NOT ${isOf('d.adrelid', closed)}`;
}

/** The kinds of constraints that are constraints of a table here: not NOT NULL, not constraint triggers. */
export const constraintKinds = `('p', 'u', 'f', 'c', 'x')`;

/**
 * `definition`: of checks the expression; of exclusion constraints and temporal keys the whole text.
 * `internal`: what implements a foreign key to a partitioned table, one for each of its partitions.
 */
export function constraints({ scope, locked, version }: PartScope): string {
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
       END AS internal,
       CASE WHEN ${isOf('k.conrelid', locked)} THEN NULL
            WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid)
            WHEN k.contype = 'x'${version >= 18 ? ' OR k.conperiod' : ''} THEN pg_get_constraintdef(k.oid)
       END AS definition,
       d.description AS comment
FROM pg_constraint k
LEFT JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = k.oid AND d.objsubid = 0
WHERE k.contype IN ${constraintKinds} AND ${within('k.conrelid', scope)}`;
}

/**
 * Also the index of a constraint, where it says more than the constraint does.
 *
 * `expressions`: of the keys that are no plain column, in their order. All of them at once is cheap, but where there
 * are several nothing tells them apart. `definition`: only where a key's collation is not the usual one, because
 * nothing else tells whether it was given or comes from the expression.
 */
export function indexes({ scope, locked, version }: PartScope): string {
  const nullsNotDistinct = version >= 15 ? 'i.indnullsnotdistinct' : 'false';
  const open = `NOT ${isOf('i.indrelid', locked)}`;
  return `
SELECT i.indexrelid AS oid, i.indrelid AS relation, x.relname AS name, m.amname AS method,
       nullif(i.indisunique, false) AS is_unique, nullif(NOT i.indisvalid, false) AS is_invalid,
       i.indkey AS columns, i.indnkeyatts AS key_count,
       i.indoption AS options, i.indclass AS classes, i.indcollation AS collations,
       array_to_json(x.reloptions) AS storage, nullif(${nullsNotDistinct}, false) AS nulls_not_distinct,
       nullif(i.indpred IS NOT NULL, false) AS has_predicate, k.oid AS "constraint",
       CASE WHEN i.indexprs IS NOT NULL
            THEN array_to_json(ARRAY(SELECT format_type(a.atttypid, NULL) FROM pg_attribute a
                                     WHERE a.attrelid = i.indexrelid ORDER BY a.attnum)) END AS types,
       CASE WHEN m.amname <> 'btree'
            THEN array_to_json(ARRAY(SELECT array_to_string(a.attoptions, ', ') FROM pg_attribute a
                                     WHERE a.attrelid = i.indexrelid ORDER BY a.attnum)) END AS class_options,
       CASE WHEN i.indpred IS NOT NULL AND ${open} THEN pg_get_expr(i.indpred, i.indrelid) END AS predicate,
       CASE WHEN i.indexprs IS NULL OR NOT (${open}) THEN NULL
            WHEN array_length(array_positions(i.indkey::int2[], 0::int2), 1) = 1
            THEN json_build_array(pg_get_expr(i.indexprs, i.indrelid))
            ELSE array_to_json(ARRAY(
              SELECT pg_get_indexdef(i.indexrelid, e.number::int, false)
              FROM unnest(i.indkey) WITH ORDINALITY AS e (attnum, number) WHERE e.attnum = 0 ORDER BY e.number))
       END AS expressions,
       CASE WHEN i.indexprs IS NOT NULL AND ${open} AND EXISTS (
              SELECT FROM unnest(i.indcollation) AS c (oid) WHERE c.oid NOT IN (0, 100))
            THEN pg_get_indexdef(i.indexrelid) END AS definition,
       d.description AS comment
FROM pg_index i
JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_am m ON m.oid = x.relam
LEFT JOIN pg_constraint k
  ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')
LEFT JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = i.indexrelid AND d.objsubid = 0
WHERE ${within('i.indrelid', scope)} AND x.relnamespace <> 'pg_toast'::regnamespace
  AND (k.oid IS NULL OR i.indnatts > i.indnkeyatts OR ${nullsNotDistinct})`;
}

/** Those that partitions got from their parent are left out. */
export function triggers({ scope, locked, version }: PartScope): string {
  return `
SELECT t.oid, t.tgrelid AS relation, t.tgname AS name,
       CASE WHEN NOT ${isOf('t.tgrelid', locked)} THEN pg_get_triggerdef(t.oid) END AS definition
FROM pg_trigger t
WHERE ${ownTrigger('t', version)} AND ${within('t.tgrelid', scope)}`;
}

export function ownTrigger(alias: string, version: number): string {
  return `NOT ${alias}.tgisinternal${version >= 13 ? ` AND ${alias}.tgparentid = 0` : ''}`;
}

/** A policy may read other tables. */
export function policies({ scope, locked }: PartScope): string {
  const dependencies = `d.classid = 'pg_policy'::regclass AND d.objid = p.oid`;
  const open = unlessOver(locked, 'p.polrelid', `SELECT FROM pg_depend d WHERE ${dependencies}`);
  return `
SELECT p.oid, p.polrelid AS relation, p.polname AS name, p.polcmd AS command, p.polpermissive AS permissive,
       array_to_json(ARRAY(
         SELECT coalesce(r.rolname, 'public') FROM unnest(p.polroles) AS role (oid)
         LEFT JOIN pg_roles r ON r.oid = role.oid)) AS roles,
       p.polqual IS NOT NULL AS has_using, p.polwithcheck IS NOT NULL AS has_check,
       CASE WHEN ${open} THEN pg_get_expr(p.polqual, p.polrelid) END AS "using",
       CASE WHEN ${open} THEN pg_get_expr(p.polwithcheck, p.polrelid) END AS "check"
FROM pg_policy p
WHERE ${within('p.polrelid', scope)}`;
}

/** Of relations and their columns. */
export function comments({ scope }: PartScope): string {
  return `
SELECT d.objoid AS relation, d.objsubid AS "column", d.description AS text
FROM pg_description d
WHERE d.classoid = 'pg_class'::regclass AND ${within('d.objoid', scope)}`;
}

export function parents({ scope }: PartScope): string {
  return `
SELECT i.inhrelid AS relation, i.inhparent AS parent
FROM pg_inherits i
WHERE ${within('i.inhrelid', scope)}
ORDER BY i.inhrelid, i.inhseqno`;
}

/** A bound names no columns. */
export function partitions({ scope, locked }: PartScope): string {
  return `
SELECT c.oid AS relation, CASE WHEN NOT ${isOf('c.oid', locked)} THEN pg_get_partkeydef(c.oid) END AS key,
       pg_get_expr(c.relpartbound, 0) AS bound
FROM pg_class c
WHERE (c.relkind = 'p' OR c.relispartition AND c.relkind IN ('r', 'f')) AND ${within('c.oid', scope)}`;
}

export function sequences({ scope }: PartScope): string {
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

export function views({ scope, locked }: PartScope): string {
  const rules = `pg_rewrite r JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid`;
  return `
SELECT c.oid AS relation, pg_get_viewdef(c.oid) AS definition
FROM pg_class c
WHERE c.relkind IN ('v', 'm') AND ${within('c.oid', scope)}
  AND ${unlessOver(locked, 'c.oid', `SELECT FROM ${rules} WHERE r.ev_class = c.oid`)}`;
}

/** @param dependencies A query of `pg_depend d`: what is opened besides the relation. */
function unlessOver(locked: readonly string[], column: string, dependencies: string): string {
  if (locked.length === 0) return 'true';
  const over = `d.refclassid = 'pg_class'::regclass AND ${isOf('d.refobjid', locked)}`;
  return `NOT (${isOf(column, locked)} OR EXISTS (${dependencies} AND ${over}))`;
}

function isOf(column: string, oids: readonly string[]): string {
  return oids.length === 0 ? 'false' : `${column} = ANY (${oidArray(oids)})`;
}
