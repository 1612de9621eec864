/** RENAME COLUMN, carried into everything that names the column. Names of constraints and indexes stay. */
import type { Constraint } from '../constraint.ts';
import type { Index } from '../indexes.ts';
import type { QualifiedName } from '../name.ts';
import type { Table } from '../snapshot.ts';
import { foreignKeysTo } from './dependents.ts';
import type { Draft } from './draft.ts';
import { sequencesOf } from './drop.ts';
import { change } from './dropParts.ts';
import { childrenOf } from './inherit.ts';
import { withNotNullName } from './notNull.ts';
import { renamedColumn, renamedWords } from './renameText.ts';
import { editTrigger } from './triggerText.ts';

export function renameColumnEverywhere(draft: Draft, name: QualifiedName, from: string, to: string): void {
  change(draft, name, (table) => withRenamed(draft, table, from, to));
  for (const { table, constraint } of foreignKeysTo(draft, name)) {
    if (!constraint.referencedColumns.includes(from)) continue;
    const referencedColumns = constraint.referencedColumns.map((one) => (one === from ? to : one));
    change(draft, table.name, (one) => ({
      ...one,
      constraints: one.constraints.map((other) =>
        other.name === constraint.name
          ? ({ ...constraint, ...other, referencedColumns } as Constraint)
          : other,
      ),
    }));
  }
  for (const sequence of sequencesOf(draft, name, from)) {
    draft.setSequence({ ...sequence, ownedBy: { table: name, column: to } });
  }
  for (const child of childrenOf(draft, name)) renameColumnEverywhere(draft, child.name, from, to);
}

function withRenamed(draft: Draft, table: Table, from: string, to: string): Table {
  const names = (columns: readonly string[]) => columns.map((one) => (one === from ? to : one));
  const text = (expression: string) => renamedColumn(draft, expression, from, to);
  return {
    ...table,
    columns: table.columns.map((column) => {
      const { generated } = column;
      const renamed = column.name === from ? { ...withNotNullName(table.name, column), name: to } : column;
      return generated === undefined
        ? renamed
        : { ...renamed, generated: { ...generated, expression: text(generated.expression) } };
    }),
    constraints: table.constraints.map((one) => renamedConstraint(one, from, to, names, text)),
    indexes: table.indexes.map((index) => renamedIndex(index, from, to, names, text)),
    triggers: table.triggers.map((one) => ({
      ...one,
      definition: editTrigger(one.definition, {
        column: (name) => (name === from ? to : name),
        condition: text,
      }),
    })),
    policies: table.policies.map((policy) => ({
      ...policy,
      ...(policy.using !== undefined && { using: text(policy.using) }),
      ...(policy.withCheck !== undefined && { withCheck: text(policy.withCheck) }),
    })),
    ...(table.partitionKey !== undefined && { partitionKey: renamedKey(table.partitionKey, text) }),
  };
}

type Names = (columns: readonly string[]) => readonly string[];
type Text = (expression: string) => string;

function renamedConstraint(
  constraint: Constraint,
  from: string,
  to: string,
  names: Names,
  text: Text,
): Constraint {
  switch (constraint.kind) {
    case 'check':
      return { ...constraint, expression: text(constraint.expression) };
    case 'exclusion':
      return {
        ...constraint,
        definition: renamedWords(constraint.definition, from, to),
      };
    case 'foreignKey': {
      const { onDeleteColumns } = constraint;
      const columns = names(constraint.columns);
      return { ...constraint, columns, ...(onDeleteColumns && { onDeleteColumns: names(onDeleteColumns) }) };
    }
    default:
      return {
        ...constraint,
        columns: names(constraint.columns),
        ...(constraint.include && { include: names(constraint.include) }),
      };
  }
}

function renamedIndex(index: Index, from: string, to: string, names: Names, text: Text): Index {
  return {
    ...index,
    keys: index.keys.map((key) => {
      if (key.column === from) return { ...key, column: to };
      return key.expression === undefined ? key : { ...key, expression: text(key.expression) };
    }),
    ...(index.include && { include: names(index.include) }),
    ...(index.predicate !== undefined && { predicate: text(index.predicate) }),
  };
}

/** `RANGE (a, lower(b))`: the list parses as a row. */
function renamedKey(partitionKey: string, text: Text): string {
  const at = partitionKey.indexOf('(');
  return at < 0 ? partitionKey : `${partitionKey.slice(0, at)}${text(partitionKey.slice(at))}`;
}
