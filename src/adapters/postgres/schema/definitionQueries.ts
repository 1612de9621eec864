/**
 * What a schema is read with, third part: definitions, which PostgreSQL prints by functions that open the relation,
 * and so wait for whoever changes it. Relations known to be locked are left out; the lock timeout of the transaction
 * ends the wait for all others.
 */
import { ownTrigger } from './catalogQueries.ts';
import { oidArray, type Scope, within } from './scope.ts';

/** @param locked Oids of relations not to be opened. */
export interface DefinitionScope {
  readonly scope: Scope;
  /** Those of them that are views, materialized ones among them. */
  readonly views: readonly string[];
  readonly locked: readonly string[];
  readonly version: number;
}

/** Of columns: what they are if not given, or how they are generated. */
export const defaults = (of: DefinitionScope): string => `
SELECT d.adrelid AS relation, d.adnum AS "column", pg_get_expr(d.adbin, d.adrelid) AS expression
FROM pg_attrdef d
WHERE ${open('d.adrelid', of)}`;

/** Of checks the expression; of exclusion constraints and temporal keys the whole text. */
export const constraintDefinitions = (of: DefinitionScope): string => `
SELECT k.oid,
       CASE k.contype WHEN 'c' THEN pg_get_expr(k.conbin, k.conrelid) ELSE pg_get_constraintdef(k.oid) END AS text
FROM pg_constraint k
WHERE (k.contype IN ('c', 'x')${of.version >= 18 ? ' OR k.conperiod' : ''}) AND ${open('k.conrelid', of)}`;

/**
 * Keys by number, `null` for a plain column. The whole definition only where a key's collation is not the usual one,
 * because nothing else tells whether it was given or comes from the expression.
 */
export const indexExpressions = (of: DefinitionScope): string => `
SELECT i.indexrelid AS oid, pg_get_expr(i.indpred, i.indrelid) AS predicate,
       CASE WHEN i.indexprs IS NOT NULL THEN array_to_json(ARRAY(
         SELECT CASE k.attnum WHEN 0 THEN pg_get_indexdef(i.indexrelid, k.number::int, false) END
         FROM unnest(i.indkey) WITH ORDINALITY AS k (attnum, number) ORDER BY k.number)) END AS keys,
       CASE WHEN i.indexprs IS NOT NULL AND EXISTS (
              SELECT FROM unnest(i.indcollation) AS k (oid) WHERE k.oid NOT IN (0, 100))
            THEN pg_get_indexdef(i.indexrelid) END AS definition
FROM pg_index i
WHERE (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL) AND ${open('i.indrelid', of)}`;

export const partitions = (of: DefinitionScope): string => `
SELECT c.oid AS relation, pg_get_partkeydef(c.oid) AS key, pg_get_expr(c.relpartbound, c.oid) AS bound
FROM pg_class c
WHERE (c.relkind = 'p' OR c.relispartition AND c.relkind IN ('r', 'f')) AND ${open('c.oid', of)}`;

export const triggerDefinitions = (of: DefinitionScope): string => `
SELECT t.oid, pg_get_triggerdef(t.oid) AS definition
FROM pg_trigger t
WHERE ${ownTrigger('t', of.version)} AND ${open('t.tgrelid', of)}`;

/**
 * The lock on every relation that a view reads is kept until the transaction ends or is taken back, and a server has
 * only so many locks. So views are asked for in portions, after each of which the locks are given back.
 */
export const viewDefinitions = (of: DefinitionScope, portion: readonly string[]): string => `
SELECT c.oid AS relation, pg_get_viewdef(c.oid) AS definition
FROM pg_class c
WHERE c.relkind IN ('v', 'm') AND ${open('c.oid', { ...of, scope: portion })}
  ${unlessOverLocked(
    of,
    `SELECT FROM pg_rewrite r JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
     WHERE r.ev_class = c.oid`,
  )}`;

/** As with views: a policy may read other tables. */
export const policyExpressions = (of: DefinitionScope): string => `
SELECT p.oid, pg_get_expr(p.polqual, p.polrelid) AS "using", pg_get_expr(p.polwithcheck, p.polrelid) AS "check"
FROM pg_policy p
WHERE ${open('p.polrelid', of)}
  ${unlessOverLocked(
    of,
    `SELECT FROM pg_depend d
     WHERE d.classid = 'pg_policy'::regclass AND d.objid = p.oid`,
  )}`;

function open(column: string, { scope, locked }: DefinitionScope): string {
  const all = within(column, scope);
  return locked.length === 0 ? all : `${all} AND ${column} <> ALL (${oidArray(locked)})`;
}

function unlessOverLocked({ locked }: DefinitionScope, dependencies: string): string {
  if (locked.length === 0) return '';
  return `AND NOT EXISTS (
     ${dependencies}
       AND d.refclassid = 'pg_class'::regclass AND d.refobjid = ANY (${oidArray(locked)}))`;
}
