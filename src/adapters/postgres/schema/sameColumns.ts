/**
 * Relations with the same columns, of which there are many where each customer has a schema of their own. PostgreSQL
 * opens a relation to look up the names of the columns in an expression, which takes longer than to print it; so it is
 * told to look them up in the first that has the same.
 *
 * Definitions are those of the present. Whether the columns of those others have changed meanwhile is asked at the end
 * ({@link haveChanged}), because nothing else would tell that the expressions of a relation need to be read again.
 */
import type { Relation } from './relationRows.ts';
import { oidArray } from './scope.ts';
import { writtenAfter } from './writtenAfter.ts';

/** Oid → oid of the relation to look up names in. Those that do so in themselves are left out. */
export type SameColumns = ReadonlyMap<string, string>;

/** Finds them in each portion of relations. */
export class SameColumnsFinder {
  /** Those that names are looked up in for others. */
  readonly lookedUp = new Set<string>();
  readonly #firsts = new Map<Relation['columns'], string>();

  among(relations: readonly Relation[]): SameColumns {
    const found = new Map<string, string>();
    for (const { oid, columns, isReadable } of relations) {
      if (!isReadable || columns.length === 0) continue;
      const first = this.#firsts.get(columns);
      if (first === undefined) this.#firsts.set(columns, oid);
      else found.set(oid, first);
    }
    for (const first of found.values()) this.lookedUp.add(first);
    return found;
  }
}

/** Locked relations are not opened for others either: these look up names in themselves. */
export function unlocked(same: SameColumns, locked: readonly string[]): SameColumns {
  const isLocked = new Set(locked);
  return new Map([...same].filter(([, first]) => !isLocked.has(first)));
}

/** SQL of a join that {@link lookedUpIn} needs. `DISTINCT` tells the planner that it is the one to make a hash table of. */
export function joinSameColumns(relation: string, same: SameColumns): string {
  const oids = `${oidArray([...same.keys()])}, ${oidArray([...same.values()])}`;
  return `LEFT JOIN (SELECT DISTINCT ON (s.relation) s.* FROM unnest(${oids}) AS s (relation, first)) AS same
  ON same.relation = ${relation}`;
}

/** SQL of the relation to look up names in. A whole row (attribute 0) is printed by the name of its relation. */
export function lookedUpIn(relation: string, tree: string): string {
  return `CASE WHEN same.first IS NULL OR strpos(${tree}::text, ':varattno 0 ') > 0 THEN ${relation} ELSE same.first END`;
}

/** SQL of a condition: whether the columns of these relations may have other names than at the moment. */
export function haveChanged(relations: Iterable<string>, moment: string): string {
  const oids = oidArray([...relations]);
  return `(SELECT count(*) FROM pg_class c WHERE c.oid = ANY (${oids})) < cardinality(${oids})
  OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = ANY (${oids}) AND ${writtenAfter(moment, 'a')})`;
}
