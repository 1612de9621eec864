/** ADD, DROP and RENAME COLUMN. Changing a column is in `alterColumn.ts`. */

import type { ColumnDefinition } from '../../migration/operations/definitions.ts';
import type { ColumnStep } from '../../migration/operations/tableSteps.ts';
import { displayName, type QualifiedName } from '../name.ts';
import type { Table } from '../snapshot.ts';
import { renameColumnEverywhere } from './carryColumn.ts';
import { ofColumn } from './createTable.ts';
import { type Draft, Failure } from './draft.ts';
import { dropColumn } from './dropColumn.ts';
import { addToPartition, childrenOf } from './inherit.ts';
import { newColumn } from './newColumn.ts';
import { columnOf, find, tableOf } from './resolve.ts';
import { settlePart } from './settle.ts';
import { addConstraint } from './tableConstraints.ts';

type Step<K extends ColumnStep['kind']> = Extract<ColumnStep, { readonly kind: K }>;

export function applyAddColumn(
  draft: Draft,
  { table: written, column, ifNotExists, ifTableExists }: Step<'addColumn'>,
): void {
  const table = tableOf(draft, written, { ifExists: ifTableExists });
  if (table === undefined) return;
  const part = { kind: 'column', name: column.name } as const;
  const unsure = draft.unsure({ kind: 'table', name: table.name, part }) !== undefined;
  const existing = table.columns.find(({ name }) => name === column.name);
  if (existing !== undefined) {
    if (ifNotExists) return;
    if (!unsure) {
      throw new Failure(
        'already-exists',
        `Table ${displayName(table.name)} already has a column ${column.name}.`,
        [{ kind: 'table', name: table.name, parts: [part] }],
      );
    }
    draft.setTable({ ...table, columns: table.columns.filter((one) => one !== existing) });
  }
  addColumn(draft, table.name, column);
  if (!(ifNotExists && unsure)) settlePart(draft, table.name, part);
}

function addColumn(draft: Draft, name: QualifiedName, definition: ColumnDefinition): void {
  const table = draft.table(name);
  if (table === undefined) return;
  const column = newColumn(draft, name, definition);
  draft.setTable({ ...table, columns: [...table.columns, column] });
  for (const child of childrenOf(draft, name)) addToChild(draft, child, definition);
  const constraints = (definition.constraints ?? []).map((one) => ofColumn(one, definition.name));
  const ordered = [
    ...constraints.filter(({ kind }) => kind !== 'foreignKey' && kind !== 'check'),
    ...constraints.filter(({ kind }) => kind === 'check'),
    ...constraints.filter(({ kind }) => kind === 'foreignKey'),
  ];
  for (const one of ordered) {
    const part = { kind: 'constraint', ...(one.name && { name: one.name }) } as const;
    const added = draft.tryPart(
      () => addConstraint(draft, name, one),
      [{ kind: 'table', name, parts: [part] }],
    );
    if (added === undefined) continue;
    for (const child of childrenOf(draft, name)) {
      if (child.partitionOf !== undefined || added.kind === 'check') addToPartition(draft, added, child.name);
    }
  }
}

/** A child that has the column already keeps its own. */
function addToChild(draft: Draft, child: Table, definition: ColumnDefinition): void {
  if (child.columns.some(({ name }) => name === definition.name)) return;
  const { constraints: _, ...plain } = definition;
  addColumn(draft, child.name, plain);
}

export function applyDropColumn(draft: Draft, operation: Step<'dropColumn'>): void {
  const { column, ifExists, cascade, ifTableExists } = operation;
  const table = tableOf(draft, operation.table, { ifExists: ifTableExists });
  if (table === undefined) return;
  if (columnOf(draft, table, column, ifExists) !== undefined)
    dropColumn(draft, table.name, column, cascade ?? false);
  // It is gone now, whether it was there or not.
  settlePart(draft, table.name, { kind: 'column', name: column });
}

export function applyRenameColumn(draft: Draft, operation: Step<'renameColumn'>): void {
  const { column, newName } = operation;
  if (renameViewColumn(draft, operation) || renameAttribute(draft, operation)) return;
  const table = tableOf(draft, operation.table, { ifExists: operation.ifTableExists });
  if (table === undefined) return;
  const existing = columnOf(draft, table, column);
  if (existing === undefined) {
    const parts = [column, newName].map((name) => ({ kind: 'column', name }) as const);
    draft.addUncertainty(`Column ${column} is not known, which becomes ${newName}.`, [
      { kind: 'table', name: table.name, parts },
    ]);
    return;
  }
  const taken = table.columns.some(({ name }) => name === newName);
  if (
    taken &&
    draft.unsure({ kind: 'table', name: table.name, part: { kind: 'column', name: newName } }) === undefined
  ) {
    throw new Failure('already-exists', `Table ${displayName(table.name)} already has a column ${newName}.`, [
      {
        kind: 'table',
        name: table.name,
        parts: [
          { kind: 'column', name: column },
          { kind: 'column', name: newName },
        ],
      },
    ]);
  }
  renameColumnEverywhere(draft, table.name, column, newName);
  settlePart(draft, table.name, { kind: 'column', name: column });
  settlePart(draft, table.name, { kind: 'column', name: newName });
}

function renameViewColumn(draft: Draft, { table, column, newName }: Step<'renameColumn'>): boolean {
  const view = find(draft, draft.views, table);
  if (view === undefined || find(draft, draft.tables, table) !== undefined) return false;
  if (view.columns !== undefined) {
    const columns = view.columns.map((one) => (one.name === column ? { ...one, name: newName } : one));
    draft.setView({ ...view, columns });
  }
  return true;
}

function renameAttribute(draft: Draft, { table, column, newName }: Step<'renameColumn'>): boolean {
  const type = find(draft, draft.types, table);
  if (type?.kind !== 'composite') return false;
  const attributes = type.attributes.map((one) => (one.name === column ? { ...one, name: newName } : one));
  draft.setType({ ...type, attributes });
  return true;
}
