/** A unique constraint or primary key whose index is built while everybody waits. */
import { type ObjectName, quoteName, quoteObject } from '../../../schema/name.ts';
import { type SaferForm, saferFix, withFix } from '../fixes/saferForm.ts';
import { ownImpacts } from '../ownImpact.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { isPartitioned, tableOf } from '../ruleSchema.ts';
import {
  beforeInTransaction,
  holdsUpOthers,
  namesText,
  type OperationOf,
  operationsOf,
} from '../ruleTools.ts';
import { dropLeftover } from './createIndexConcurrently.ts';

export const addUniqueUsingIndex: Rule = {
  id: 'add-unique-using-index',
  title: 'A unique constraint or primary key builds its index while reads and writes wait.',
  severity: 'warning',
  check: (input) =>
    ownImpacts(input, 'addConstraint').flatMap(({ operation, own }) => {
      const { table, constraint } = operation;
      if (constraint.kind !== 'unique' && constraint.kind !== 'primaryKey') return [];
      if (constraint.usingIndex !== undefined || !holdsUpOthers(own)) return [];
      const waits = `Reads and writes of ${namesText([table])} wait until the index is built.`;
      if (isPartitioned(input, table))
        return [
          {
            message: `${waits} Add the constraint ON ONLY the partitioned table, then to each partition from an index that was built CONCURRENTLY, and attach those indexes.`,
          },
        ];
      const clause = constraint.kind === 'unique' ? 'UNIQUE' : 'PRIMARY KEY';
      const first =
        constraint.kind === 'unique' || !hasNullable(input, operation)
          ? ''
          : ' Make its columns NOT NULL first, or they are looked at for NULLs.';
      const message = `${waits} Create a unique index CONCURRENTLY, then ADD CONSTRAINT … ${clause} USING INDEX.${first}`;
      return [withFix({ message }, saferFix(input, usingIndexForm(input, operation, clause)))];
    }),
};

function hasNullable(input: RuleInput, { table, constraint }: OperationOf<'addConstraint'>): boolean {
  const columns = tableOf(input, table)?.columns ?? [];
  const keys = 'columns' in constraint ? constraint.columns : [];
  return keys.some((key) => columns.find(({ name }) => name === key)?.nullable !== false);
}

const dropsConstraint = (statement: RuleInput['statement'], table: ObjectName): boolean =>
  operationsOf(statement, 'dropConstraint').some((one) => one.table.name === table.name);

function usingIndexForm(
  input: RuleInput,
  operation: OperationOf<'addConstraint'>,
  clause: string,
): SaferForm | undefined {
  const { table, constraint } = operation;
  const { name } = constraint;
  if (constraint.kind !== 'unique' && constraint.kind !== 'primaryKey') return undefined;
  if (name === undefined || input.statement.steps.length > 1) return undefined;
  // Once that is committed, nothing would guard the rows while the index is built.
  if (beforeInTransaction(input).some(({ statement }) => dropsConstraint(statement, table))) return undefined;
  // The columns would be looked at for NULLs all the same.
  if (constraint.kind === 'primaryKey' && hasNullable(input, operation)) return undefined;
  const { columns, include, nullsNotDistinct, deferrable } = constraint;
  const list = (names: readonly string[]) => `(${names.map(quoteName).join(', ')})`;
  const index = [
    `CREATE UNIQUE INDEX CONCURRENTLY ${quoteName(name)} ON ${quoteObject(table)} ${list(columns)}`,
    ...(include === undefined ? [] : [`INCLUDE ${list(include)}`]),
    ...(nullsNotDistinct ? ['NULLS NOT DISTINCT'] : []),
  ].join(' ');
  const deferral = deferrable && ` DEFERRABLE${deferrable === 'deferred' ? ' INITIALLY DEFERRED' : ''}`;
  const add = `ALTER TABLE ${quoteObject(table)} ADD CONSTRAINT ${quoteName(name)} ${clause} USING INDEX ${quoteName(name)}`;
  return {
    title: 'Build its index CONCURRENTLY first',
    directives: ['create_unique_constraint', 'create_primary_key'],
    steps: [
      dropLeftover({ ...table, name }),
      { kind: 'sql', sql: index, alone: true },
      { kind: 'sql', sql: `${add}${deferral ?? ''}` },
    ],
  };
}
