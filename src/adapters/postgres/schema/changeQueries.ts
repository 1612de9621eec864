/**
 * Whether anything has changed since a schema was read, and what: cheap questions first.
 *
 * PostgreSQL tells of each row which transaction wrote it (`xmin`), and of each transaction whether a moment
 * (`txid_current_snapshot()`) saw it. A row that went away leaves no trace but its absence, so the rows of each
 * relation are counted as well.
 */
import { type CopyStatement, copyOf } from './lines.ts';
import { isConstraint, ownTrigger } from './partQueries.ts';
import { oidArray } from './scope.ts';
import { writtenAfter } from './writtenAfter.ts';

/** Changes with every commit in the whole cluster; the same text means that nothing was written. */
export const moment = `
BEGIN READ ONLY;
SET LOCAL statement_timeout = 5000;
SELECT pg_catalog.txid_current_snapshot()::pg_catalog.text AS moment;
COMMIT`;

/**
 * How many rows of the catalogs were ever written; NULL where the server does not count. A session tells its counts
 * only some seconds after it committed, so the same text does not mean that nothing was written just now: whoever
 * compares keeps the older of two moments.
 */
export const counters = `
BEGIN READ ONLY;
SET LOCAL statement_timeout = 5000;
SET LOCAL search_path = pg_catalog;
SELECT CASE WHEN current_setting('track_counts')::bool AND NOT pg_is_in_recovery() THEN (
         SELECT string_agg((pg_stat_get_tuples_inserted(c) + pg_stat_get_tuples_updated(c)
                            + pg_stat_get_tuples_deleted(c))::text, ' ')
         FROM unnest(ARRAY['pg_class', 'pg_attribute', 'pg_attrdef', 'pg_constraint', 'pg_index', 'pg_trigger',
           'pg_policy', 'pg_rewrite', 'pg_inherits', 'pg_sequence', 'pg_type', 'pg_enum', 'pg_range', 'pg_proc',
           'pg_namespace', 'pg_extension', 'pg_description', 'pg_depend', 'pg_operator', 'pg_opclass',
           'pg_collation', 'pg_ts_config', 'pg_ts_dict', 'pg_authid']::regclass[]) AS catalog (c)) END AS counters,
       current_setting('server_version_num') AS version;
COMMIT`;

/**
 * One row per relation: how many rows the catalogs have of it (its parts), and whether one of them was written after
 * the moment. Columns and defaults are never removed without a trace in `pg_attribute` or `pg_class`, so they are
 * not counted. A constraint with an index of its own counts twice; comments on such an index do not count.
 *
 * Of the rows of `pg_attribute`, by far the most, nothing is looked at but who wrote them.
 */
export function relationChanges(since: string, version: number): CopyStatement {
  const isNew = (alias: string): string => writtenAfter(since, alias);
  return copyOf(
    { oid: 'p.relation', parts: 'sum(p.part)', is_new: 'nullif(bool_or(p.is_new), false)' },
    `
FROM (
  SELECT CASE WHEN c.relkind IN ('i', 'I') THEN (SELECT i.indrelid FROM pg_index i WHERE i.indexrelid = c.oid)
              ELSE c.oid END AS relation,
         c.relkind NOT IN ('i', 'I') AS is_listed, (c.relkind NOT IN ('i', 'I'))::int AS part, ${isNew('c')} AS is_new
  FROM pg_class c
  WHERE c.oid >= 16384
    AND (c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'c') OR c.relkind IN ('i', 'I') AND ${isNew('c')})
  UNION ALL
  SELECT a.attrelid, false, 0, true FROM pg_attribute a WHERE ${isNew('a')} AND a.attnum > 0
  UNION ALL
  SELECT d.adrelid, false, 0, true FROM pg_attrdef d WHERE ${isNew('d')}
  UNION ALL
  SELECT k.conrelid, false, 1, ${isNew('k')}
  FROM pg_constraint k WHERE k.conrelid >= 16384 AND ${isConstraint(version)}
  UNION ALL
  SELECT i.indrelid, false, 1, ${isNew('i')} FROM pg_index i WHERE i.indrelid >= 16384
  UNION ALL
  SELECT t.tgrelid, false, 1, ${isNew('t')} FROM pg_trigger t WHERE ${ownTrigger('t', version)}
  UNION ALL
  SELECT p.polrelid, false, 1, ${isNew('p')} FROM pg_policy p
  UNION ALL
  SELECT r.ev_class, false, 0, true FROM pg_rewrite r WHERE ${isNew('r')}
  UNION ALL
  SELECT i.inhrelid, false, 1, ${isNew('i')} FROM pg_inherits i
  UNION ALL
  SELECT s.seqrelid, false, 0, true FROM pg_sequence s WHERE ${isNew('s')}
  UNION ALL
  SELECT d.objoid, false, 1, ${isNew('d')}
  FROM pg_description d WHERE d.classoid = 'pg_class'::regclass AND d.objoid >= 16384
  UNION ALL
  SELECT k.conrelid, false, 1, ${isNew('d')}
  FROM pg_description d JOIN pg_constraint k ON k.oid = d.objoid
  WHERE d.classoid = 'pg_constraint'::regclass AND d.objoid >= 16384 AND ${isConstraint(version)}
  UNION ALL
  SELECT i.indrelid, false, 1, ${isNew('d')}
  FROM pg_description d JOIN pg_index i ON i.indexrelid = d.objoid
  WHERE d.classoid = 'pg_class'::regclass AND d.objoid >= 16384
    AND NOT EXISTS (
      SELECT FROM pg_constraint o
      WHERE o.conrelid = i.indrelid AND o.conindid = i.indexrelid AND o.contype IN ('p', 'u', 'x'))
) AS p
GROUP BY p.relation
HAVING bool_or(p.is_listed)`,
  );
}

/**
 * The same for everything that is no relation. What `reaches_far`, or makes another `context`, may be named in the
 * expressions of any relation: operators and the like, roles that policies name, what belongs to extensions.
 *
 * @param since Absent: nothing counts as written.
 */
export function objectChanges(since: string | undefined): string {
  const isNew = since === undefined ? 'false' : writtenAfter(since, 'x');
  const rows = objectCatalogs.map((from) => `SELECT 1 AS part, ${isNew} AS is_new FROM ${from}`);
  const far = farCatalogs.map((name) => `EXISTS (SELECT FROM ${name} x WHERE x.oid >= 16384 AND ${isNew})`);
  return `
SELECT sum(o.part) AS parts, bool_or(o.is_new) AS is_new, ${far.join(' OR ')} AS reaches_far,
       concat_ws(' ',
         (SELECT string_agg(DISTINCT r.rolname, ',' ORDER BY r.rolname) FROM pg_policy p
          CROSS JOIN unnest(p.polroles) AS role (oid) JOIN pg_roles r ON r.oid = role.oid),
         (SELECT string_agg(e.oid || e.extversion || e.extnamespace, ',' ORDER BY e.oid) FROM pg_extension e),
         (SELECT count(*) FROM pg_depend d WHERE d.refclassid = 'pg_extension'::regclass
          AND d.refobjid = ANY (ARRAY(SELECT e.oid FROM pg_extension e)) AND d.deptype = 'e')) AS context
FROM (
  ${rows.join('\n  UNION ALL\n  ')}
) AS o`;
}

const objectCatalogs = [
  "pg_type x WHERE x.oid >= 16384 AND x.typtype IN ('e', 'd', 'r')",
  'pg_enum x WHERE true',
  "pg_constraint x WHERE x.contypid >= 16384 AND x.contype = 'c'",
  'pg_proc x WHERE x.oid >= 16384',
  'pg_namespace x WHERE true',
  `pg_description x WHERE x.classoid IN ('pg_type'::regclass, 'pg_proc'::regclass) AND x.objoid >= 16384
     OR x.classoid = 'pg_namespace'::regclass`,
];
const farCatalogs = ['pg_operator', 'pg_opclass', 'pg_collation', 'pg_ts_config', 'pg_ts_dict'];

/** Relations whose definitions name columns of these: foreign keys, views, policies, sequences. */
export function dependents(relations: readonly string[]): string {
  const these = oidArray(relations);
  return `
SELECT k.conrelid AS oid FROM pg_constraint k WHERE k.contype = 'f' AND k.confrelid = ANY (${these})
UNION
SELECT r.ev_class FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid
WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = ANY (${these})
UNION
SELECT p.polrelid FROM pg_depend d JOIN pg_policy p ON p.oid = d.objid
WHERE d.classid = 'pg_policy'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = ANY (${these})
UNION
SELECT s.seqrelid FROM pg_depend d JOIN pg_sequence s ON s.seqrelid = d.objid
WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = ANY (${these})`;
}
