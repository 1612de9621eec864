/** A column whose data goes. */
import type { Constraint } from '../../../schema/constraint.ts';
import { quoteName } from '../../../schema/name.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { hadColumn, tableOf } from '../ruleSchema.ts';
import { namesText, type OperationOf, operationsOf } from '../ruleTools.ts';

export const dropColumn: Rule = {
  id: 'drop-column',
  title: 'Dropping a column loses its data, and breaks code that still names it.',
  severity: 'information',
  check: (input) =>
    operationsOf(input.statement, 'dropColumn')
      .filter(({ table, column }) => input.impact.locks.length > 0 && hadColumn(input, table, column))
      .map((operation) => ({
        message: `The data of ${namesText([operation.table])}.${quoteName(operation.column)} is gone for good, and code that still runs and names it fails.${alsoGone(operation, input)} Deploy code that does not use it first; keep a copy if it may be missed.`,
      })),
};

/** What it shares with other columns, and nobody may think of. */
function alsoGone({ table, column }: OperationOf<'dropColumn'>, input: RuleInput): string {
  const shared = (tableOf(input, table)?.constraints ?? []).flatMap((one) =>
    'columns' in one && one.columns.length > 1 && one.columns.includes(column)
      ? [` ${kinds[one.kind]} (${one.columns.map(quoteName).join(', ')}) goes with it.`]
      : [],
  );
  return shared.join('');
}

const kinds: Readonly<Record<Constraint['kind'], string>> = {
  primaryKey: 'PRIMARY KEY',
  unique: 'UNIQUE',
  foreignKey: 'FOREIGN KEY',
  check: 'CHECK',
  exclusion: 'EXCLUDE',
};
