/** A schema as statements that an empty database accepts in this order. */

import type { Constraint } from '../constraint.ts';
import { nameKey, type QualifiedName, quoteQualified } from '../name.ts';
import type { SchemaSnapshot, Table, UserType, View } from '../snapshot.ts';
import type { SqlType } from '../type.ts';
import { constraintDdl } from './constraintDdl.ts';
import { indexDdl } from './indexDdl.ts';
import { extensionDdl, schemaDdl, viewDdl } from './objectDdl.ts';
import { ownedSequences } from './ownedSequences.ts';
import { ownerDdl, sequenceDdl } from './sequenceDdl.ts';
import { byKey, commentOn } from './sqlText.ts';
import { commentsDdl, createTable, descentDdl, rowSecurityDdl } from './tableDdl.ts';
import { typeDdl } from './typeDdl.ts';

export function executableDdl(snapshot: SchemaSnapshot): string {
  const owned = ownedSequences(snapshot.sequences);
  const tables = byKey(snapshot.tables).filter(({ kind }) => kind !== 'foreignTable');
  const sequences = byKey(snapshot.sequences).filter(({ identity }) => identity === undefined);
  const leavesFirst = [...tables].sort((a, b) => depthOf(b, snapshot) - depthOf(a, snapshot));
  const statements = [
    ...byKey(snapshot.schemas).flatMap(schemaDdl),
    ...byKey(snapshot.extensions).map(extensionDdl),
    ...typesInOrder(snapshot.types).flatMap(typeDdl),
    ...sequences.map(sequenceDdl),
    ...tables.map((table) =>
      createTable(table, table.constraints.filter(isEarly), owned.get(nameKey(table.name)) ?? new Map()),
    ),
    ...tables.flatMap(descentDdl),
    // A parent adopts what its partitions have already, under the names that they have there.
    ...leavesFirst.flatMap((table) => table.indexes.flatMap((index) => indexDdl(index, table.name))),
    ...sequences.flatMap(ownerDdl),
    ...leavesFirst.flatMap(laterConstraints),
    ...viewsInOrder(snapshot.views).flatMap(viewDdl),
    ...tables.flatMap((table) => [...rowSecurityDdl(table), ...commentsDdl(table)]),
    ...byKey(snapshot.sequences).flatMap(({ name, comment }) =>
      commentOn(`SEQUENCE ${quoteQualified(name)}`, comment),
    ),
  ];
  return statements.map((statement) => `${statement}\n`).join('');
}

/** CREATE TABLE knows no NOT VALID, and a foreign key needs the other table. */
function isEarly(constraint: Constraint): boolean {
  return constraint.kind !== 'foreignKey' && !(constraint.kind === 'check' && constraint.notValid);
}

function laterConstraints({ name, constraints }: Table): readonly string[] {
  return constraints
    .filter((constraint) => !isEarly(constraint))
    .map((constraint) => `ALTER TABLE ${quoteQualified(name)} ADD ${constraintDdl(constraint)};`);
}

function depthOf(table: Table, snapshot: SchemaSnapshot): number {
  const parent =
    table.partitionOf === undefined ? undefined : snapshot.tables.get(nameKey(table.partitionOf.parent));
  return parent === undefined ? 0 : 1 + depthOf(parent, snapshot);
}

function typesInOrder(types: SchemaSnapshot['types']): readonly UserType[] {
  return inOrder(byKey(types), (type) => typesIn(type).flatMap((used) => nameOf(used) ?? []));
}

function typesIn(type: UserType): readonly SqlType[] {
  switch (type.kind) {
    case 'enum':
      return [];
    case 'domain':
      return [type.baseType];
    case 'range':
      return [type.subtype];
    default:
      return type.attributes.map((attribute) => attribute.type);
  }
}

function nameOf(type: SqlType): QualifiedName | undefined {
  return type.kind === 'named' && type.schema !== undefined
    ? { schema: type.schema, name: type.name }
    : undefined;
}

/** A definition that PostgreSQL has printed names every relation with its schema. */
function viewsInOrder(views: SchemaSnapshot['views']): readonly View[] {
  const all = byKey(views);
  return inOrder(all, ({ definition }) =>
    all.map(({ name }) => name).filter((name) => definition.includes(quoteQualified(name))),
  );
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
