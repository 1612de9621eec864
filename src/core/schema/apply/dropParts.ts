/** Takes constraints, indexes and what else belongs to a table off it, without asking what depends on them, or whether the table is there. */
import type { QualifiedName } from '../name.ts';
import type { Table } from '../snapshot.ts';
import type { Draft } from './draft.ts';

export function dropConstraintNamed(draft: Draft, table: QualifiedName, name: string): void {
  change(draft, table, (one) => ({
    ...one,
    constraints: one.constraints.filter((other) => other.name !== name),
  }));
}

export function dropIndexNamed(draft: Draft, table: QualifiedName, name: string): void {
  change(draft, table, (one) => ({ ...one, indexes: one.indexes.filter((other) => other.name !== name) }));
}

export function change(draft: Draft, name: QualifiedName, to: (table: Table) => Table): void {
  const table = draft.table(name);
  if (table !== undefined) draft.setTable(to(table));
}
