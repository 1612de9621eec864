/** What partitions and children of `INHERITS` get from the tables above them. */
import type { TableDefinition } from '../../migration/operations/definitions.ts';
import type { Constraint } from '../constraint.ts';
import type { Index } from '../indexes.ts';
import { displayName, type ObjectName, type QualifiedName, sameName } from '../name.ts';
import type { Column, Table } from '../snapshot.ts';
import { typeText } from '../type.ts';
import { type Draft, Failure } from './draft.ts';
import { indexLabels, putIndex } from './indexParts.ts';
import { generatedIndexName, newConstraint } from './newConstraint.ts';
import { asNullable, notNullFrom } from './notNull.ts';
import { definitionOf } from './redefine.ts';
import { mayExist, nameOfMissing, tableOf } from './resolve.ts';
import { putConstraint, requirePartitionKey } from './tableConstraints.ts';

export function childrenOf(draft: Draft, name: QualifiedName): readonly Table[] {
  const children: Table[] = [];
  for (const table of draft.tables.values()) {
    const { partitionOf, inherits } = table;
    if (partitionOf !== undefined && sameName(partitionOf.parent, name)) children.push(table);
    else if (inherits?.some((parent) => sameName(parent, name))) children.push(table);
  }
  return children;
}

export function partitionsOf(draft: Draft, name: QualifiedName): readonly Table[] {
  return childrenOf(draft, name).filter(({ partitionOf }) => partitionOf !== undefined);
}

export const defaultPartition = (draft: Draft, { name }: Table): Table | undefined =>
  partitionsOf(draft, name).find(({ partitionOf }) => partitionOf?.bound === 'DEFAULT');

/** Parents in the order in which they are named; what is not known of them leaves the columns uncertain. */
export function inheritedColumns(draft: Draft, definition: TableDefinition): readonly Column[] {
  const columns = new Map<string, Column>();
  for (const parent of parentsIn(draft, definition)) {
    for (const { identity: _, comment: __, ...above } of parent.columns) {
      const column = above.notNull?.noInherit ? asNullable(above) : notNullFrom(parent.name, above);
      const other = columns.get(column.name);
      const nullable = column.nullable && (other?.nullable ?? true);
      columns.set(column.name, { ...other, ...column, nullable });
    }
  }
  return [...columns.values()];
}

function parentsIn(draft: Draft, { inherits, partitionOf }: TableDefinition): readonly Table[] {
  const names = [...(inherits ?? []), ...(partitionOf === undefined ? [] : [partitionOf.parent])];
  return names.flatMap((name) => tableOf(draft, name) ?? []);
}

export function inheritParts(draft: Draft, name: QualifiedName, definition: TableDefinition): void {
  const { inherits, partitionOf } = definition;
  const table = draft.table(name);
  if (table === undefined || (inherits === undefined && partitionOf === undefined)) return;
  for (const parent of [...(inherits ?? []), ...(partitionOf === undefined ? [] : [partitionOf.parent])]) {
    if (mayExist(draft, 'table', parent)) {
      draft.addUncertainty(`It is not known what ${displayName(name)} inherits.`, [{ kind: 'table', name }]);
    }
  }
  const found = (parent: ObjectName) => tableOf(draft, parent)?.name ?? nameOfMissing(draft, parent);
  draft.setTable({
    ...table,
    ...(inherits === undefined ? {} : { inherits: inherits.map(found) }),
    ...(partitionOf === undefined
      ? {}
      : { partitionOf: { ...partitionOf, parent: found(partitionOf.parent) } }),
  });
  for (const parent of parentsIn(draft, definition)) inheritChecks(draft, parent, name);
}

export function inheritChecks(draft: Draft, parent: Table, name: QualifiedName): void {
  for (const check of parent.constraints) {
    const table = draft.table(name);
    if (table === undefined || check.kind !== 'check' || check.noInherit) continue;
    if (table.constraints.some((one) => one.name === check.name)) continue;
    const { comment: _, ...inherited } = check;
    putConstraint(draft, table, inherited);
  }
}

/** Keys, indexes and foreign keys of the partitioned table, made on a new partition or matched on one attached. */
export function partitionParts(draft: Draft, name: QualifiedName, definition: TableDefinition): void {
  if (definition.partitionOf === undefined) return;
  const parent = tableOf(draft, definition.partitionOf.parent);
  if (parent !== undefined) makeParts(draft, parent, name);
}

export function makeParts(draft: Draft, parent: Table, name: QualifiedName): void {
  for (const constraint of primaryFirst(parent.constraints)) addToPartition(draft, constraint, name);
  for (const index of parent.indexes) addIndexToPartition(draft, index, name);
}

function primaryFirst(constraints: readonly Constraint[]): readonly Constraint[] {
  const primary = constraints.filter(({ kind }) => kind === 'primaryKey');
  return [...primary, ...constraints.filter(({ kind }) => kind !== 'primaryKey')];
}

/** As recursion does it: an equal constraint that is already there is taken over. */
export function addToPartition(draft: Draft, constraint: Constraint, name: QualifiedName): void {
  const table = draft.table(name);
  if (table === undefined) return;
  if (constraint.kind === 'check') {
    if (constraint.noInherit || table.constraints.some((one) => one.name === constraint.name)) return;
    const { comment: _, ...inherited } = constraint;
    putConstraint(draft, table, inherited);
    for (const child of childrenOf(draft, name)) addToPartition(draft, constraint, child.name);
    return;
  }
  if (table.constraints.some((one) => isSameConstraint(one, constraint))) return;
  const keepsName =
    constraint.kind === 'foreignKey' && !table.constraints.some((one) => one.name === constraint.name);
  const made = newConstraint(draft, table, definitionOf(constraint, keepsName ? constraint.name : undefined));
  if (made !== undefined) {
    requirePartitionKey(draft, table, made);
    putConstraint(draft, table, made);
  }
  for (const child of partitionsOf(draft, name)) addToPartition(draft, constraint, child.name);
}

export function addIndexToPartition(draft: Draft, index: Index, name: QualifiedName): void {
  const table = draft.table(name);
  if (table === undefined || table.indexes.some((one) => isSameIndex(one, index))) return;
  const { comment: _, ...copy } = index;
  putIndex(draft, name, { ...copy, name: generatedIndexName(draft, name, indexLabels(draft, index)) });
  for (const child of partitionsOf(draft, name)) addIndexToPartition(draft, index, child.name);
}

export function isSameConstraint(a: Constraint, b: Constraint): boolean {
  return JSON.stringify(definitionOf(a)) === JSON.stringify(definitionOf(b));
}

export function isSameIndex(a: Index, b: Index): boolean {
  const shape = ({ name: _, comment: __, invalid: ___, options: ____, ...rest }: Index) =>
    JSON.stringify(rest);
  return shape(a) === shape(b);
}

/** Columns and checks of the new parent must be there before a table can be attached or made to inherit. */
export function requireInheritable(draft: Draft, parent: Table, child: Table): void {
  const affects = [{ kind: 'table', name: child.name }] as const;
  if (draft.unsure(affects[0]) !== undefined) return;
  for (const column of parent.columns) {
    const own = child.columns.find(({ name }) => name === column.name);
    const part = { kind: 'column', name: column.name } as const;
    if (draft.unsure({ kind: 'table', name: child.name, part }) !== undefined) continue;
    if (own === undefined) {
      throw new Failure(
        'missing-column',
        `Table ${displayName(child.name)} has no column ${column.name}.`,
        affects,
      );
    }
    const known = own.type.kind === 'named' && column.type.kind === 'named';
    if (known && typeText(own.type) !== typeText(column.type)) {
      const message = `Column ${column.name} of ${displayName(child.name)} has another type than in its parent.`;
      throw new Failure('wrong-type', message, affects);
    }
  }
  for (const check of parent.constraints) {
    if (
      check.kind !== 'check' ||
      check.noInherit ||
      child.constraints.some(({ name }) => name === check.name)
    )
      continue;
    const part = { kind: 'constraint', name: check.name } as const;
    if (draft.unsure({ kind: 'table', name: child.name, part }) !== undefined) continue;
    throw new Failure(
      'missing-constraint',
      `Table ${displayName(child.name)} has no constraint ${check.name}.`,
      affects,
    );
  }
}
