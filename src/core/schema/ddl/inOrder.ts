/** Which objects need which others to be there before them. */
import { nameKey, type QualifiedName, quoteQualified } from '../name.ts';
import type { SchemaSnapshot, Table, UserType, View } from '../snapshot.ts';
import type { SqlType } from '../type.ts';
import { typesIn } from '../typesIn.ts';
import { byKey } from './sqlText.ts';

export function typesInOrder(types: SchemaSnapshot['types']): readonly UserType[] {
  return inOrder(byKey(types), (type) => typesIn(type).flatMap((used) => nameOf(used) ?? []));
}

function nameOf(type: SqlType): QualifiedName | undefined {
  return type.kind === 'named' && type.schema !== undefined
    ? { schema: type.schema, name: type.name }
    : undefined;
}

/** A definition that PostgreSQL has printed names every relation with its schema. */
export function viewsInOrder(views: SchemaSnapshot['views']): readonly View[] {
  const all = byKey(views);
  return inOrder(all, ({ definition }) =>
    all.map(({ name }) => name).filter((name) => definition.includes(quoteQualified(name))),
  );
}

/** A partitioned table adopts what its partitions have already, under the names that they have there. */
export function partitionsFirst(tables: SchemaSnapshot['tables']): readonly Table[] {
  const depthOf = ({ partitionOf }: Table): number => {
    const parent = partitionOf && tables.get(nameKey(partitionOf.parent));
    return parent === undefined ? 0 : 1 + depthOf(parent);
  };
  return byKey(tables)
    .map((table) => ({ table, depth: depthOf(table) }))
    .sort((a, b) => b.depth - a.depth)
    .map(({ table }) => table);
}

/** What is needed first goes first. */
function inOrder<T extends { readonly name: QualifiedName }>(
  items: readonly T[],
  needs: (item: T) => readonly QualifiedName[],
): readonly T[] {
  const byName = new Map(items.map((item) => [nameKey(item.name), item]));
  const seen = new Set<T>();
  const ordered: T[] = [];
  const place = (item: T): void => {
    if (seen.has(item)) return;
    seen.add(item);
    for (const name of needs(item)) {
      const needed = byName.get(nameKey(name));
      if (needed !== undefined) place(needed);
    }
    ordered.push(item);
  };
  items.forEach(place);
  return ordered;
}
