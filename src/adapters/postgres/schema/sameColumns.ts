/**
 * Relations with the same columns, of which there are many where each customer has a schema of their own. PostgreSQL
 * opens a relation to look up the names of the columns in an expression, which takes longer than to print it; so it is
 * told to look them up in the first that has the same.
 *
 * Definitions are those of the present. Whether the columns of those others have changed meanwhile is asked at the end
 * ({@link haveChanged}), because nothing else would tell that the expressions of a relation need to be read again.
 */
import type { Relation } from './relationRows.ts';
import { isWithin, oidArray, type Scope } from './scope.ts';
import { writtenAfter } from './writtenAfter.ts';

/** Oid → oid of the relation to look up names in. Those that do so in themselves are left out. */
export type SameColumns = ReadonlyMap<string, string>;

/** Finds more of them with each portion of relations. */
export class SameColumnsFinder {
  readonly #firsts = new Map<Relation['columns'], string>();
  readonly #found = new Map<string, string>();

  add(relations: readonly Relation[]): SameColumns {
    for (const { oid, columns, isReadable } of relations) {
      if (!isReadable || columns.length === 0) continue;
      const first = this.#firsts.get(columns);
      if (first === undefined) this.#firsts.set(columns, oid);
      else this.#found.set(oid, first);
    }
    return this.#found;
  }
}

/** Those of the scope. Locked relations are not opened for others either: these look up names in themselves. */
export function lookedUpAmong(same: SameColumns, scope: Scope, locked: readonly string[]): SameColumns {
  const isLocked = new Set(locked);
  return new Map([...same].filter(([oid, first]) => isWithin(oid, scope) && !isLocked.has(first)));
}

/** SQL of a join that {@link lookedUpIn} needs. */
export function joinSameColumns(relation: string, same: SameColumns): string {
  const oids = `${oidArray([...same.keys()])}, ${oidArray([...same.values()])}`;
  return `LEFT JOIN unnest(${oids}) AS same (relation, first) ON same.relation = ${relation}`;
}

/** SQL of the relation to look up names in. A whole row (attribute 0) is printed by the name of its relation. */
export function lookedUpIn(relation: string, tree: string): string {
  return `CASE WHEN same.first IS NULL OR strpos(${tree}::text, ':varattno 0 ') > 0 THEN ${relation} ELSE same.first END`;
}

/** SQL of a condition: whether columns that were looked up in may have other names than at the moment. */
export function haveChanged(same: SameColumns, moment: string): string {
  const firsts = oidArray([...new Set(same.values())]);
  return `(SELECT count(*) FROM pg_class c WHERE c.oid = ANY (${firsts})) < cardinality(${firsts})
  OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = ANY (${firsts}) AND ${writtenAfter(moment, 'a')})`;
}
