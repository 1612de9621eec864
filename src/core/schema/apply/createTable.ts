/** CREATE TABLE, with all that comes along: sequences, constraints in PostgreSQL's order, what is inherited or copied. */

import type { ConstraintDefinition, TableDefinition } from '../../migration/operations/definitions.ts';
import type { TableStep } from '../../migration/operations/tableSteps.ts';
import { displayName, nameKey, type QualifiedName } from '../name.ts';
import type { Affected, Column } from '../snapshot.ts';
import { type Draft, Failure } from './draft.ts';
import { inheritedColumns, inheritParts, partitionParts } from './inherit.ts';
import { copyLike, likeColumns } from './like.ts';
import { newColumn } from './newColumn.ts';
import { creationName, isRelationUnsure, requireFreeRelation, requireSchema } from './resolve.ts';
import { settle } from './settle.ts';
import { addConstraint } from './tableConstraints.ts';

type CreateTable = Extract<TableStep, { readonly kind: 'createTable' }>;

export function createTable(draft: Draft, { table, ifNotExists, definition }: CreateTable): void {
  if (definition.temporary) {
    draft.temporary.add(table.name);
    return;
  }
  const name = creationName(draft, table);
  requireSchema(draft, name.schema);
  const affected: Affected = { kind: 'table', name };
  const unsure = isRelationUnsure(draft, name);
  if (ifNotExists && draft.taken.hasRelation(name.schema, name.name)) return;
  requireFreeRelation(draft, 'table', name);
  if (!unsure) settle(draft, affected);
  // Without IF NOT EXISTS it surely was not there.
  else if (!ifNotExists) replace(draft, affected);
  build(draft, name, definition);
}

function replace(draft: Draft, affected: Affected): void {
  draft.tables.set(nameKey(affected.name), undefined);
  settle(draft, affected);
}

function build(draft: Draft, name: QualifiedName, definition: TableDefinition): void {
  const own = definition.columns.map((column) => newColumn(draft, name, column));
  const columns = [...likeColumns(draft, name, definition), ...own];
  const merged = mergeColumns(inheritedColumns(draft, definition), columns);
  const { comment, partitionKey } = definition;
  draft.setTable({
    kind: definition.foreign ? 'foreignTable' : partitionKey === undefined ? 'table' : 'partitionedTable',
    name,
    columns: merged,
    constraints: [],
    indexes: [],
    triggers: [],
    policies: [],
    ...(definition.unlogged && { unlogged: true }),
    ...(partitionKey !== undefined && { partitionKey }),
    ...(comment !== undefined && { comment }),
  });
  requireDistinct(name, definition);
  inheritParts(draft, name, definition);
  addConstraints(draft, name, inOrder(definition));
  copyLike(draft, name, definition);
  partitionParts(draft, name, definition);
}

function addConstraints(
  draft: Draft,
  name: QualifiedName,
  constraints: readonly ConstraintDefinition[],
): void {
  for (const constraint of constraints) {
    const part = { kind: 'constraint', ...(constraint.name && { name: constraint.name }) } as const;
    draft.tryPart(() => addConstraint(draft, name, constraint), [{ kind: 'table', name, parts: [part] }]);
  }
}

/** Inherited columns first; what the table says of one of them itself is added to it. */
function mergeColumns(inherited: readonly Column[], own: readonly Column[]): readonly Column[] {
  const byName = new Map(inherited.map((column) => [column.name, column]));
  for (const column of own) {
    const above = byName.get(column.name);
    byName.set(column.name, above === undefined ? column : mergedColumn(above, column));
  }
  return [...byName.values()];
}

/** Its own NOT NULL has a name of its own. */
function mergedColumn(above: Column, own: Column): Column {
  const { type: _, ...said } = own;
  const { notNull, ...inherited } = above;
  const name = own.nullable && notNull !== undefined ? { notNull } : {};
  return { ...inherited, ...name, ...said, nullable: above.nullable && own.nullable };
}

function requireDistinct(name: QualifiedName, { columns }: TableDefinition): void {
  const seen = new Set<string>();
  for (const column of columns) {
    if (seen.has(column.name)) {
      const message = `Table ${displayName(name)} would have two columns ${column.name}.`;
      throw new Failure('already-exists', message, [{ kind: 'table', name }]);
    }
    seen.add(column.name);
  }
}

/** Checks, then the primary key, then other keys in the order they are written, then foreign keys. */
function inOrder(definition: TableDefinition): readonly ConstraintDefinition[] {
  const all = [
    ...definition.columns.flatMap(({ name, constraints }) =>
      (constraints ?? []).map((one) => ofColumn(one, name)),
    ),
    ...definition.constraints,
  ];
  const primary = all.filter(({ kind }) => kind === 'primaryKey');
  const keys = all.filter(({ kind }) => kind === 'unique' || kind === 'exclusion');
  return [
    ...all.filter(({ kind }) => kind === 'check'),
    ...withoutRepeated([...primary, ...keys]),
    ...all.filter(({ kind }) => kind === 'foreignKey'),
  ];
}

/** A constraint written at a column is on that column. */
export function ofColumn(constraint: ConstraintDefinition, column: string): ConstraintDefinition {
  if (!('columns' in constraint) || constraint.columns.length > 0 || constraint.kind === 'exclusion')
    return constraint;
  return { ...constraint, columns: [column] };
}

/** Of two keys on the same columns PostgreSQL makes one, under the name that was given to either. */
function withoutRepeated(keys: readonly ConstraintDefinition[]): readonly ConstraintDefinition[] {
  const kept: ConstraintDefinition[] = [];
  for (const key of keys) {
    // Two primary keys are refused, even if they are the same.
    const isSecond = key.kind === 'primaryKey' && kept.some(({ kind }) => kind === 'primaryKey');
    const at = isSecond ? -1 : kept.findIndex((one) => isSameKey(one, key));
    const first = kept[at];
    if (first === undefined) kept.push(key);
    else if (first.name === undefined && key.name !== undefined) kept[at] = { ...first, name: key.name };
  }
  return kept;
}

function isSameKey(a: ConstraintDefinition, b: ConstraintDefinition): boolean {
  const isKey = (one: ConstraintDefinition) => one.kind === 'primaryKey' || one.kind === 'unique';
  if (!isKey(a) || !isKey(b) || !('columns' in a) || !('columns' in b)) return false;
  return keyText(a) === keyText(b);
}

function keyText(key: ConstraintDefinition): string {
  if (key.kind !== 'primaryKey' && key.kind !== 'unique') return '';
  return JSON.stringify([
    key.columns,
    key.include ?? [],
    key.nullsNotDistinct ?? false,
    key.deferrable ?? '',
  ]);
}
