/**
 * A foreign key without an index on its side: each deletion on the other side reads the whole table. Only where it says
 * what happens then, because what is never deleted needs no index.
 */
import type { ConstraintDefinition } from '../../../migration/operations/definitions.ts';
import { type ObjectName, quoteName } from '../../../schema/name.ts';
import type { Table } from '../../../schema/snapshot.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { isUnsureAfter, tableAfter } from '../ruleSchema.ts';
import { namesText, operationsOf } from '../ruleTools.ts';

export const foreignKeyWithoutIndex: Rule = {
  id: 'foreign-key-without-index',
  title: 'Deleting a row that a foreign key refers to reads the whole table that refers to it.',
  severity: 'information',
  check: (input) =>
    keysOf(input).flatMap(({ table: name, key }) => {
      if (key.onDelete === undefined || key.onDelete === 'restrict') return [];
      const table = tableAfter(input, name);
      if (table === undefined || hasIndex(table, key.columns, input.context.serverVersion)) return [];
      if (isUnsureAfter(input, table, 'index') || isUnsureAfter(input, table, 'constraint')) return [];
      const columns = key.columns.map(quoteName).join(' or ');
      return [
        {
          message: `Whoever deletes a row of ${namesText([key.references])} waits until all of ${namesText([name])} is read for rows that refer to it, because no index of it begins with ${columns}. Create one.`,
        },
      ];
    }),
};

interface NewKey {
  readonly table: ObjectName;
  readonly key: Extract<ConstraintDefinition, { readonly kind: 'foreignKey' }>;
}

function keysOf({ statement }: RuleInput): readonly NewKey[] {
  const found = [
    ...operationsOf(statement, 'addConstraint').map(({ table, constraint }) => ({
      table,
      all: [constraint],
    })),
    ...operationsOf(statement, 'addColumn').map(({ table, column }) => ({
      table,
      all: column.constraints ?? [],
    })),
    ...operationsOf(statement, 'createTable').map(({ table, definition }) => ({
      table,
      all: [...definition.constraints, ...definition.columns.flatMap(({ constraints = [] }) => constraints)],
    })),
  ];
  return found.flatMap(({ table, all }) =>
    all.flatMap((one) => (one.kind === 'foreignKey' ? [{ table, key: one }] : [])),
  );
}

/** One that spares reading all rows: since PostgreSQL 18, wherever in it a column stands. */
function hasIndex({ indexes, constraints }: Table, columns: readonly string[], version: number): boolean {
  const whole = indexes.filter(({ predicate }) => predicate === undefined || isNotNull.test(predicate));
  const keys = [
    ...whole.map((one) => one.keys.map(({ column }) => column)),
    ...constraints.flatMap((one) =>
      one.kind === 'primaryKey' || one.kind === 'unique' ? [one.columns] : [],
    ),
  ];
  const isFound = (column: string | undefined) => column !== undefined && columns.includes(column);
  return keys.some((key) => (version < 18 ? isFound(key[0]) : key.some(isFound)));
}

const isNotNull = /^\s*\(?\s*"?\w+"?\s+is\s+not\s+null\s*\)?\s*$/i;
