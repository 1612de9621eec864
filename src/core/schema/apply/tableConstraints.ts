/** Puts constraints on tables: primary keys make columns NOT NULL, names sort, an adopted index gives way. */
import type { ConstraintDefinition } from '../../migration/operations/definitions.ts';
import type { Constraint } from '../constraint.ts';
import { displayName, type QualifiedName } from '../name.ts';
import type { Column, Table } from '../snapshot.ts';
import { type Draft, Failure } from './draft.ts';
import { columnsIn } from './expressions.ts';
import { newConstraint } from './newConstraint.ts';
import { notNullFrom, requireValidNotNull } from './notNull.ts';
import { requireFreeRelation } from './resolve.ts';
import { settlePart } from './settle.ts';

/** @returns What was added, if it could be told. */
export function addConstraint(
  draft: Draft,
  name: QualifiedName,
  definition: ConstraintDefinition,
): Constraint | undefined {
  if (definition.kind === 'primaryKey') makeRoomForPrimaryKey(draft, name);
  const table = draft.table(name);
  if (table === undefined) return undefined;
  if ('usingIndex' in definition && definition.usingIndex !== undefined) {
    return adoptIndex(draft, table, definition, definition.usingIndex);
  }
  const constraint = newConstraint(draft, table, definition);
  if (constraint === undefined) return undefined;
  requirePartitionKey(draft, table, constraint);
  if (constraint.kind === 'primaryKey') requireValidNotNull(table, constraint.columns);
  if (constraint.kind === 'primaryKey' || constraint.kind === 'unique' || constraint.kind === 'exclusion') {
    requireFreeRelation(draft, 'table', { schema: table.name.schema, name: constraint.name });
  }
  putConstraint(draft, table, constraint);
  return constraint;
}

/** What is unique in every partition is unique in all only if the partition key is part of it. */
export function requirePartitionKey(
  draft: Draft,
  { name, partitionKey }: Table,
  constraint: Constraint,
): void {
  if (partitionKey === undefined || (constraint.kind !== 'primaryKey' && constraint.kind !== 'unique'))
    return;
  const columns = columnsIn(draft, partitionKey.slice(partitionKey.indexOf('('))) ?? [];
  if (columns.every((column) => constraint.columns.includes(column))) return;
  const message = `Constraint ${constraint.name} of ${displayName(name)} must include the columns of the partition key.`;
  throw new Failure('lacks-partition-key', message, [
    { kind: 'table', name, parts: [{ kind: 'constraint', name: constraint.name }] },
  ]);
}

export function putConstraint(draft: Draft, table: Table, constraint: Constraint): void {
  const constraints = [...table.constraints.filter(({ name }) => name !== constraint.name), constraint];
  const columns =
    constraint.kind === 'primaryKey' ? withNotNull(table.columns, constraint.columns) : table.columns;
  draft.setTable({ ...table, columns, constraints: constraints.sort(byName) });
  settlePart(draft, table.name, { kind: 'constraint', name: constraint.name });
}

/** @param above The table that they get it from. */
export function withNotNull(
  columns: readonly Column[],
  names: readonly string[],
  above?: QualifiedName,
): readonly Column[] {
  if (!columns.some((one) => one.nullable && names.includes(one.name))) return columns;
  return columns.map((one) => {
    if (!one.nullable || !names.includes(one.name)) return one;
    const column = { ...one, nullable: false };
    return above === undefined ? column : notNullFrom(above, column);
  });
}

export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** There can be only one; one that was not certain surely is not there. */
function makeRoomForPrimaryKey(draft: Draft, name: QualifiedName): void {
  const table = draft.table(name);
  const existing = table?.constraints.find(({ kind }) => kind === 'primaryKey');
  if (table === undefined || existing === undefined) return;
  const part = { kind: 'constraint', name: existing.name } as const;
  if (draft.unsure({ kind: 'table', name: table.name, part }) !== undefined) {
    draft.setTable({ ...table, constraints: table.constraints.filter((one) => one !== existing) });
    return;
  }
  throw new Failure('already-exists', `Table ${displayName(table.name)} already has a primary key.`, [
    { kind: 'table', name: table.name, parts: [{ kind: 'constraint' }] },
  ]);
}

/** `USING INDEX`: the index becomes the constraint's, under its name. */
function adoptIndex(
  draft: Draft,
  table: Table,
  definition: Extract<ConstraintDefinition, { readonly kind: 'primaryKey' | 'unique' }>,
  indexName: string,
): Constraint | undefined {
  const index = table.indexes.find(({ name }) => name === indexName);
  if (index === undefined) {
    const part = { kind: 'index', name: indexName } as const;
    const affected = { kind: 'table', name: table.name, parts: [part, { kind: 'constraint' }] } as const;
    if (draft.unsure({ kind: 'table', name: table.name, part }) !== undefined) {
      draft.addUncertainty(`Index ${indexName} is not known, which becomes a constraint.`, [affected]);
      return undefined;
    }
    throw new Failure('missing-index', `Index ${indexName} does not exist.`, [affected]);
  }
  if (
    !index.unique ||
    index.predicate !== undefined ||
    index.keys.some(({ column }) => column === undefined)
  ) {
    throw new Failure('no-unique-index', `Index ${indexName} cannot become a constraint.`, [
      {
        kind: 'table',
        name: table.name,
        parts: [{ kind: 'constraint' }, { kind: 'index', name: indexName }],
      },
    ]);
  }
  const { usingIndex: _, ...rest } = definition;
  const constraint: Constraint = {
    ...rest,
    name: definition.name ?? indexName,
    columns: index.keys.flatMap(({ column }) => column ?? []),
    ...(index.include === undefined ? {} : { include: index.include }),
    ...(index.nullsNotDistinct && definition.kind === 'unique' ? { nullsNotDistinct: true } : {}),
  } as Constraint;
  putConstraint(draft, { ...table, indexes: table.indexes.filter((one) => one !== index) }, constraint);
  return constraint;
}
