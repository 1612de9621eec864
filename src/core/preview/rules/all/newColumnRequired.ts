/** A new column that nothing fills but new code. */
import { quoteName } from '../../../schema/name.ts';
import type { Table } from '../../../schema/snapshot.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { hadColumn, isKnownEmpty, isUnsureAfter, tableAfter, tableBefore } from '../ruleSchema.ts';
import { namesText, type OperationOf, operationsOf } from '../ruleTools.ts';

export const newColumnRequired: Rule = {
  id: 'new-column-required',
  title: 'Code that does not know a new column cannot insert rows once it is NOT NULL without a default.',
  severity: 'information',
  check: (input) =>
    operationsOf(input.statement, 'alterColumn')
      .filter((operation) => makesRequired(operation) && isRequired(operation, input))
      .map(({ table, column }) => ({
        message: `Code that runs does not know ${namesText([table])}.${quoteName(column)}, and nothing else fills it: from the moment this is committed, its INSERTs fail. Keep a default, or leave it nullable, until all code that runs fills it.`,
      })),
};

const makesRequired = ({ change }: OperationOf<'alterColumn'>): boolean =>
  (change.kind === 'nullable' && !change.nullable) ||
  (change.kind === 'default' && change.default === undefined);

/** Of a table that was there, a column that was not; in the end only an INSERT that names it succeeds. */
function isRequired({ table: name, column }: OperationOf<'alterColumn'>, input: RuleInput): boolean {
  const before = tableBefore(input, name);
  if (before === undefined || hadColumn(input, name, column) || isKnownEmpty(input, name)) return false;
  const after = tableAfter(input, name);
  if (after === undefined || isUnsureAfter(input, after, 'column')) return false;
  return !mayBeFilled(after, column) && isLastChange(input, column);
}

function mayBeFilled({ columns, triggers }: Table, name: string): boolean {
  const found = columns.find((one) => one.name === name);
  if (found === undefined || found.nullable || triggers.length > 0) return true;
  return found.default !== undefined || found.identity !== undefined || found.generated !== undefined;
}

/** It is said once, where it becomes so. */
const isLastChange = ({ index, revision }: RuleInput, column: string): boolean =>
  !revision.statements
    .slice(index + 1)
    .some((one) =>
      operationsOf(one, 'alterColumn').some((other) => other.column === column && makesRequired(other)),
    );
