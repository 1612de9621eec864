/** ALTER COLUMN: one change at a time, for partitions and children as well. */
import type { ColumnChange, ColumnStep } from '../../migration/operations/tableSteps.ts';
import { displayName, nameKey, type QualifiedName } from '../name.ts';
import type { Column, NotNull, Table } from '../snapshot.ts';
import { type NamedType, type SqlType, typeText } from '../type.ts';
import { resolveType } from './columnType.ts';
import { constraintUses, indexUses, usesColumn } from './dependents.ts';
import { type Draft, Failure } from './draft.ts';
import { dropSequence, sequencesOf } from './drop.ts';
import { change } from './dropParts.ts';
import { plainIndex } from './indexKeys.ts';
import {
  addIndexToPartition,
  addToPartition,
  childrenOf,
  isSameConstraint,
  isSameIndex,
  partitionsOf,
} from './inherit.ts';
import { addColumnSequence, boundDefault } from './newColumn.ts';
import { asNullable, notNullOf, setNotNull } from './notNull.ts';
import { hasOwnIndex } from './relationNames.ts';
import { columnOf, tableOf } from './resolve.ts';
import { changedSequence, newSequence } from './sequenceParts.ts';

type AlterColumn = Extract<ColumnStep, { readonly kind: 'alterColumn' }>;

export function applyAlterColumn(draft: Draft, operation: AlterColumn): void {
  const table = tableOf(draft, operation.table, { ifExists: operation.ifTableExists });
  if (table === undefined) return;
  alterColumn(draft, table, operation.column, operation.change);
}

function alterColumn(draft: Draft, table: Table, name: string, to: ColumnChange): void {
  const column = columnOf(draft, table, name);
  if (column === undefined) return;
  const altered = changed(draft, table, column, to);
  if (altered !== undefined && altered !== column) put(draft, table.name, name, altered);
  if (to.kind === 'identity') return;
  if (to.kind === 'type') {
    change(draft, table.name, (one) => withPlainIndexes(draft, one, name));
    rebuildPartitionIndexes(draft, table, name);
  }
  if (to.kind === 'nullable' && to.constraint?.noInherit) return;
  for (const child of childrenOf(draft, table.name)) {
    const own = child.columns.find((one) => one.name === name);
    if (own !== undefined)
      alterColumn(draft, child, name, forChild(to, own, notNullOf(table.name, altered ?? column)));
  }
}

/** NOT NULL is called there as above, unless the child has its own. */
function forChild(to: ColumnChange, own: Column, above: NotNull | undefined): ColumnChange {
  if (to.kind !== 'nullable' || above === undefined) return to;
  const { constraint: _, ...plain } = to;
  return own.nullable ? { ...plain, constraint: { ...to.constraint, name: above.name } } : plain;
}

/** Indexes on the column are made anew from their text, which may say less now. */
function withPlainIndexes(draft: Draft, table: Table, column: string): Table {
  const indexes = table.indexes.map((index) =>
    indexUses(draft, index, column) ? plainIndex(draft, index, table.columns) : index,
  );
  return { ...table, indexes };
}

/** Indexes of the parent on the column are made anew, and so are those of partitions, with new names. */
function rebuildPartitionIndexes(draft: Draft, table: Table, column: string): void {
  if (table.kind !== 'partitionedTable') return;
  const keys = table.constraints.filter((one) => hasOwnIndex(one) && constraintUses(draft, one, column));
  const indexes = table.indexes.filter((index) => indexUses(draft, index, column));
  for (const { name } of partitionsOf(draft, table.name)) {
    change(draft, name, (one) => ({
      ...one,
      constraints: one.constraints.filter((own) => !keys.some((key) => isSameConstraint(own, key))),
      indexes: one.indexes.filter((own) => !indexes.some((index) => isSameIndex(own, index))),
    }));
    for (const key of keys) addToPartition(draft, key, name);
    for (const index of indexes) addIndexToPartition(draft, index, name);
  }
}

function put(draft: Draft, table: QualifiedName, name: string, column: Column): void {
  change(draft, table, (one) => ({
    ...one,
    columns: one.columns.map((other) => (other.name === name ? column : other)),
  }));
}

function changed(draft: Draft, table: Table, column: Column, to: ColumnChange): Column | undefined {
  switch (to.kind) {
    case 'storage':
      return undefined;
    case 'nullable':
      return to.nullable ? withNull(table, column) : setNotNull(table, column, to.constraint);
    case 'default':
      return withDefault(draft, column, to.default);
    case 'type':
      return withType(draft, table, column, to);
    case 'identity':
      return withIdentity(draft, table, column, to);
    case 'generated':
      return withGenerated(table, column, to);
  }
}

function failure(table: Table, column: Column, code: string, message: string): Failure {
  const part = { kind: 'column', name: column.name } as const;
  return new Failure(code, message, [{ kind: 'table', name: table.name, parts: [part] }]);
}

function withNull(table: Table, column: Column): Column {
  if (column.nullable) return column;
  const primary = table.constraints.find(({ kind }) => kind === 'primaryKey');
  if (primary?.kind === 'primaryKey' && primary.columns.includes(column.name)) {
    const message = `Column ${column.name} of ${displayName(table.name)} is in the primary key, so it stays NOT NULL.`;
    throw failure(table, column, 'in-primary-key', message);
  }
  if (column.identity !== undefined) {
    const message = `Column ${column.name} of ${displayName(table.name)} is an identity column, so it stays NOT NULL.`;
    throw failure(table, column, 'is-identity', message);
  }
  return asNullable(column);
}

function withDefault(draft: Draft, column: Column, written: string | undefined): Column {
  const { default: _, ...rest } = column;
  const text = written === undefined ? undefined : boundDefault(draft, written, column.type);
  return text === undefined ? rest : { ...rest, default: text };
}

function withType(
  draft: Draft,
  table: Table,
  column: Column,
  to: Extract<ColumnChange, { readonly kind: 'type' }>,
): Column {
  const user = table.columns.find((one) => usesColumn(draft, one.generated?.expression, column.name));
  if (user !== undefined && user.name !== column.name) {
    const message = `Column ${column.name} of ${displayName(table.name)} cannot change its type because generated column ${user.name} uses it.`;
    throw failure(table, column, 'in-use', message);
  }
  const type = resolveType(draft, to.type);
  if (column.default !== undefined && refusesCast(draft, column.type, type)) {
    const message = `The default of column ${column.name} of ${displayName(table.name)} cannot become ${typeText(type)} by itself; drop it first.`;
    throw failure(table, column, 'default-cast', message);
  }
  if (column.identity !== undefined) retypeSequences(draft, table, column, type);
  const { collation: _, ...rest } = column;
  return {
    ...rest,
    type,
    ...(to.collation !== undefined && { collation: to.collation }),
    ...(column.default !== undefined && { default: keptDefault(column.default, column.type) }),
  };
}

/** Whether there surely is no assignment cast: into an enum, or from a string into what is none. */
function refusesCast(draft: Draft, from: SqlType, to: SqlType): boolean {
  if (from.kind === 'unresolved' || to.kind === 'unresolved' || sameBase(from, to)) return false;
  if (to.schema !== undefined)
    return draft.types.get(nameKey({ schema: to.schema, name: to.name }))?.kind === 'enum';
  return isString(from) && !isString(to);
}

function sameBase(a: NamedType, b: NamedType): boolean {
  return a.name === b.name && a.schema === b.schema && a.array === b.array;
}

function isString({ schema, name, array }: NamedType): boolean {
  return schema === undefined && !array && stringTypes.has(name);
}

const stringTypes: ReadonlySet<string> = new Set([
  'text',
  'character varying',
  'character',
  'name',
  '"char"',
]);

/** A default has been read as the old type already: a bare string becomes a constant of that type. */
function keptDefault(written: string, before: SqlType): string {
  if (!/^'(?:[^']|'')*'$/.test(written) || before.kind !== 'named') return written;
  const { modifier: _, ...plain } = before;
  return `${written}::${typeText(plain)}`;
}

/** The sequence of an identity column is of the column's type; that of a serial one keeps its own. */
function retypeSequences(draft: Draft, table: Table, column: Column, type: SqlType): void {
  for (const sequence of sequencesOf(draft, table.name, column.name)) {
    if (sequence.identity) draft.setSequence(changedSequence(sequence, { type: typeText(type) }));
  }
}

function withIdentity(
  draft: Draft,
  table: Table,
  column: Column,
  to: Extract<ColumnChange, { readonly kind: 'identity' }>,
): Column {
  const { identity, ...rest } = column;
  const own = sequencesOf(draft, table.name, column.name).find((one) => one.identity);
  if (to.identity === undefined) {
    if (identity === undefined && !to.ifExists) {
      throw failure(
        table,
        column,
        'no-identity',
        `Column ${column.name} of ${displayName(table.name)} is no identity column.`,
      );
    }
    if (own !== undefined) dropSequence(draft, own, { cascade: true });
    return rest;
  }
  if (identity !== undefined) {
    if (own !== undefined && to.sequenceOptions !== undefined)
      draft.setSequence(changedSequence(own, to.sequenceOptions));
    return { ...column, identity: to.identity };
  }
  if (column.nullable) {
    throw failure(
      table,
      column,
      'nullable-identity',
      `Column ${column.name} of ${displayName(table.name)} must be NOT NULL to become an identity column.`,
    );
  }
  if (column.default !== undefined) {
    throw failure(
      table,
      column,
      'has-default',
      `Column ${column.name} of ${displayName(table.name)} has a default, so it cannot become an identity column.`,
    );
  }
  const sequence = newSequence(table.name, { ...to.sequenceOptions, type: typeText(column.type) });
  addColumnSequence(draft, table.name, column.name, { ...sequence, identity: true });
  return { ...column, identity: to.identity };
}

function withGenerated(
  table: Table,
  column: Column,
  to: Extract<ColumnChange, { readonly kind: 'generated' }>,
): Column {
  const { generated, ...rest } = column;
  if (generated === undefined) {
    if (to.ifExists) return column;
    throw failure(
      table,
      column,
      'not-generated',
      `Column ${column.name} of ${displayName(table.name)} is no generated column.`,
    );
  }
  return to.expression === undefined
    ? rest
    : { ...column, generated: { ...generated, expression: to.expression } };
}
