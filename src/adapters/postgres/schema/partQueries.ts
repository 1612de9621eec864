/**
 * What a schema is read with, third part: what belongs to relations.
 *
 * PostgreSQL prints definitions that name columns by functions that open the relation, and so wait for whoever changes
 * it. Relations known to be locked are left out of that, so their definitions are NULL; the lock timeout of the
 * transaction ends the wait for all others.
 */
import { type CopyStatement, copyOf } from './lines.ts';
import { joinSameColumns, lookedUpIn, type SameColumns } from './sameColumns.ts';
import { oidArray, type Scope, within } from './scope.ts';

export interface PartScope {
  readonly scope: Scope;
  /** Oids of relations not to be opened. */
  readonly locked: readonly string[];
  /** Oids of relations with generated columns. */
  readonly generating: readonly string[];
  /** Oids of partitions and of what is partitioned. */
  readonly partitioned: readonly string[];
  /** Oids. */
  readonly views: readonly string[];
  readonly same: SameColumns;
  /** Oids of the operator classes that are the default of some types only. */
  readonly classesByType: readonly string[];
  /** Major version of the server. */
  readonly version: number;
}

/** Of columns: what they are if not given, or how they are generated, which alone can name columns. */
export function defaults({ scope, locked, generating }: PartScope): CopyStatement {
  const isLocked = new Set(locked);
  const closed = generating.filter((oid) => isLocked.has(oid));
  const relation =
    generating.length === 0 ? '0' : `CASE WHEN ${isOf('d.adrelid', generating)} THEN d.adrelid ELSE 0 END`;
  return copyOf(
    {
      relation: 'd.adrelid',
      column: 'd.adnum',
      expression: `pg_get_expr(d.adbin, ${relation})`,
    },
    `
FROM pg_attrdef d
WHERE ${within('d.adrelid', scope)} AND NOT ${isOf('d.adrelid', closed)}`,
  );
}

/**
 * Of `pg_constraint k`: what is a constraint of a table here, not constraint triggers. Of NOT NULL, which PostgreSQL 18
 * keeps there as well, only what is not as usual.
 */
export function isConstraint(version: number): string {
  const kinds = `k.contype IN ('p', 'u', 'f', 'c', 'x')`;
  const isUnusual = String.raw`NOT k.convalidated OR k.connoinherit OR k.conname !~ '_not_null\d*$'`;
  return version >= 18 ? `(${kinds} OR k.contype = 'n' AND (${isUnusual}))` : kinds;
}

/**
 * `definition`: of checks the expression; of exclusion constraints and temporal keys the whole text.
 * `internal`: what implements a foreign key to a partitioned table, one for each of its partitions.
 */
export function constraints({ scope, locked, same, version }: PartScope): CopyStatement {
  return copyOf(
    {
      relation: 'k.conrelid',
      oid: 'k.oid',
      name: 'k.conname',
      kind: 'k.contype',
      columns: 'k.conkey',
      definition: `CASE WHEN ${isOf('k.conrelid', locked)} THEN NULL
            WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, ${lookedUpIn('k.conrelid', 'k.conbin')})
            WHEN k.contype = 'x'${version >= 18 ? ' OR k.conperiod' : ''} THEN pg_get_constraintdef(k.oid)
       END`,
      referenced: 'nullif(k.confrelid, 0)',
      referenced_columns: 'k.confkey',
      on_delete: "nullif(nullif(k.confdeltype, 'a'), ' ')",
      on_update: "nullif(nullif(k.confupdtype, 'a'), ' ')",
      not_validated: 'nullif(NOT k.convalidated, false)',
      deferrable: 'nullif(k.condeferrable, false)',
      deferred: 'nullif(k.condeferred, false)',
      no_inherit: 'nullif(k.connoinherit, false)',
      match: "nullif(nullif(k.confmatchtype, 's'), ' ')",
      on_delete_columns: `${version >= 15 ? 'k.confdelsetcols' : 'NULL'}`,
      not_enforced: `${version >= 18 ? 'nullif(NOT k.conenforced, false)' : 'NULL'}`,
      temporal: `${version >= 18 ? 'nullif(k.conperiod, false)' : 'NULL'}`,
      internal: `CASE WHEN k.conparentid <> 0
            THEN (SELECT p.conrelid = k.conrelid FROM pg_constraint p WHERE p.oid = k.conparentid)
       END`,
    },
    `
FROM pg_constraint k
${joinSameColumns('k.conrelid', same)}
WHERE ${isConstraint(version)} AND ${within('k.conrelid', scope)}`,
  );
}

/**
 * Also the index of a constraint, where it says more than the constraint does.
 *
 * `types`: of the keys, where they tell whether an operator class had to be given.
 * `expression`: of the key that is no plain column, `expressions`: of several such keys, in their order. Those could be
 * printed at once as well, but then nothing would tell them apart. `definition`: only where a key's collation is not the usual one, because
 * nothing else tells whether it was given or comes from the expression.
 */
export function indexes({ scope, locked, same, classesByType, version }: PartScope): CopyStatement {
  const nullsNotDistinct = version >= 15 ? 'i.indnullsnotdistinct' : 'false';
  const open = `NOT ${isOf('i.indrelid', locked)}`;
  const areSeveral = '(i.indnatts > 1 AND cardinality(array_positions(i.indkey::int2[], 0::int2)) > 1)';
  return copyOf(
    {
      relation: 'i.indrelid',
      oid: 'i.indexrelid',
      name: 'x.relname',
      method: 'm.amname',
      columns: 'i.indkey',
      key_count: 'i.indnkeyatts',
      options: 'i.indoption',
      classes: 'i.indclass',
      collations: 'i.indcollation',
      is_unique: 'nullif(i.indisunique, false)',
      expression: `CASE WHEN i.indexprs IS NOT NULL AND ${open} AND NOT ${areSeveral}
            THEN pg_get_expr(i.indexprs, ${lookedUpIn('i.indrelid', 'i.indexprs')}) END`,
      has_predicate: 'nullif(i.indpred IS NOT NULL, false)',
      predicate: `CASE WHEN i.indpred IS NOT NULL AND ${open} THEN pg_get_expr(i.indpred, ${lookedUpIn('i.indrelid', 'i.indpred')}) END`,
      constraint: 'k.oid',
      is_invalid: 'nullif(NOT i.indisvalid, false)',
      storage: 'array_to_json(x.reloptions)',
      nulls_not_distinct: `nullif(${nullsNotDistinct}, false)`,
      types: `CASE WHEN i.indexprs IS NOT NULL AND i.indclass::oid[] && ${oidArray(classesByType)}
            THEN array_to_json(ARRAY(SELECT format_type(a.atttypid, NULL) FROM pg_attribute a
                                     WHERE a.attrelid = i.indexrelid ORDER BY a.attnum)) END`,
      expressions: `CASE WHEN i.indexprs IS NOT NULL AND ${open} AND ${areSeveral}
            THEN array_to_json(ARRAY(
              SELECT pg_get_indexdef(i.indexrelid, e.number::int, false)
              FROM unnest(i.indkey) WITH ORDINALITY AS e (attnum, number) WHERE e.attnum = 0 ORDER BY e.number)) END`,
      class_options: `CASE WHEN m.amname <> 'btree'
            THEN array_to_json(ARRAY(SELECT array_to_string(a.attoptions, ', ') FROM pg_attribute a
                                     WHERE a.attrelid = i.indexrelid ORDER BY a.attnum)) END`,
      definition: `CASE WHEN i.indexprs IS NOT NULL AND ${open} AND NOT i.indcollation::oid[] <@ '{0,100}'
            THEN pg_get_indexdef(i.indexrelid) END`,
    },
    `
FROM pg_index i
JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_am m ON m.oid = x.relam
LEFT JOIN pg_constraint k
  ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')
  AND ${within('k.conrelid', scope)}
${joinSameColumns('i.indrelid', same)}
WHERE ${within('i.indrelid', scope)} AND (NOT i.indisprimary OR i.indnatts > i.indnkeyatts)
  AND x.relnamespace <> 'pg_toast'::regnamespace
  AND (k.oid IS NULL OR i.indnatts > i.indnkeyatts OR ${nullsNotDistinct})`,
  );
}

/** Those that partitions got from their parent are left out. */
export function triggers({ scope, locked, version }: PartScope): CopyStatement {
  return copyOf(
    {
      relation: 't.tgrelid',
      oid: 't.oid',
      name: 't.tgname',
      definition: `CASE WHEN NOT ${isOf('t.tgrelid', locked)} THEN pg_get_triggerdef(t.oid) END`,
    },
    `
FROM pg_trigger t
WHERE ${ownTrigger('t', version)} AND ${within('t.tgrelid', scope)}`,
  );
}

export function ownTrigger(alias: string, version: number): string {
  return `NOT ${alias}.tgisinternal${version >= 13 ? ` AND ${alias}.tgparentid = 0` : ''}`;
}

/** A policy may read other tables. */
export function policies({ scope, locked }: PartScope): CopyStatement {
  const dependencies = `d.classid = 'pg_policy'::regclass AND d.objid = p.oid`;
  const open = unlessOver(locked, 'p.polrelid', `SELECT FROM pg_depend d WHERE ${dependencies}`);
  return copyOf(
    {
      relation: 'p.polrelid',
      oid: 'p.oid',
      name: 'p.polname',
      command: 'p.polcmd',
      permissive: 'p.polpermissive',
      roles: `array_to_json(ARRAY(
         SELECT coalesce(r.rolname, 'public') FROM unnest(p.polroles) AS role (oid)
         LEFT JOIN pg_roles r ON r.oid = role.oid))`,
      has_using: 'p.polqual IS NOT NULL',
      has_check: 'p.polwithcheck IS NOT NULL',
      using: `CASE WHEN ${open} THEN pg_get_expr(p.polqual, p.polrelid) END`,
      check: `CASE WHEN ${open} THEN pg_get_expr(p.polwithcheck, p.polrelid) END`,
    },
    `
FROM pg_policy p
WHERE ${within('p.polrelid', scope)}`,
  );
}

export function parents({ scope }: PartScope): CopyStatement {
  return copyOf(
    {
      relation: 'i.inhrelid',
      parent: 'i.inhparent',
    },
    `
FROM pg_inherits i
WHERE ${within('i.inhrelid', scope)}
ORDER BY i.inhrelid, i.inhseqno`,
  );
}

/** A bound names no columns. */
export function partitions({ partitioned, locked }: PartScope): CopyStatement {
  return copyOf(
    {
      relation: 'c.oid',
      key: `CASE WHEN NOT ${isOf('c.oid', locked)} THEN pg_get_partkeydef(c.oid) END`,
      bound: 'pg_get_expr(c.relpartbound, 0)',
    },
    `
FROM pg_class c
WHERE ${within('c.oid', partitioned)}`,
  );
}

export function sequences({ scope }: PartScope): CopyStatement {
  return copyOf(
    {
      relation: 's.seqrelid',
      type: 'format_type(s.seqtypid, NULL)',
      max: 's.seqmax',
      owner: 'd.refobjid',
      owner_column: 'd.refobjsubid',
      start: 'nullif(s.seqstart, 1)',
      increment: 'nullif(s.seqincrement, 1)',
      min: 'nullif(s.seqmin, 1)',
      cache: 'nullif(s.seqcache, 1)',
      cycle: 'nullif(s.seqcycle, false)',
      is_identity: "nullif(d.deptype = 'i', false)",
    },
    `
FROM pg_sequence s
LEFT JOIN pg_depend d
  ON d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.objsubid = 0
  AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
WHERE ${within('s.seqrelid', scope)}`,
  );
}

export function views({ views, locked }: PartScope): CopyStatement {
  const rules = `pg_rewrite r JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid`;
  return copyOf(
    {
      relation: 'c.oid',
      definition: 'pg_get_viewdef(c.oid)',
    },
    `
FROM pg_class c
WHERE ${within('c.oid', views)}
  AND ${unlessOver(locked, 'c.oid', `SELECT FROM ${rules} WHERE r.ev_class = c.oid`)}`,
  );
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
