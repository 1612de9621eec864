/** A column that old rows have no value for. */

import type { ObjectName } from '../../../schema/name.ts';
import type { SqlType } from '../../../schema/type.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { isKnownEmpty, tableOf, typeIn } from '../ruleSchema.ts';
import { bareSql, namesText, operationsOf } from '../ruleTools.ts';

export const addColumnNotNull: Rule = {
  id: 'add-column-not-null',
  title: 'A NOT NULL column without a default cannot be added to a table with rows.',
  severity: 'error',
  check: (input) =>
    operationsOf(input.statement, 'addColumn')
      .filter(
        ({ column, table }) =>
          column.nullable === false &&
          column.default === undefined &&
          column.identity === undefined &&
          column.generated === undefined &&
          !/serial$/.test(column.type.kind === 'named' ? column.type.name : '') &&
          !hasDomainDefault(input, column.type) &&
          tableOf(input, table)?.kind !== 'foreignTable' &&
          !isKnownEmpty(input, table) &&
          !isEmptied(input, table) &&
          input.impact.locks.length > 0,
      )
      .map(({ table, column }) => ({
        message: `This fails as soon as ${namesText([table])} has a row, because ${column.name} would be NULL there. Add it nullable, fill it, then SET NOT NULL; or give it a constant default.`,
      })),
};

/** All rows went before, and nothing of the revision has put others there. */
function isEmptied(input: RuleInput, name: ObjectName): boolean {
  const { index, revision } = input;
  const key = tableOf(input, name)?.name.name;
  const writers = revision.statements
    .slice(0, index)
    .filter((one) =>
      operationsOf(one, 'data').some(({ tables }) => tables.some((other) => other.name === key)),
    )
    .map(bareSql)
    .filter((sql) => !sql.startsWith('SELECT '));
  return /^TRUNCATE\b|^DELETE FROM (?!.*\b(?:WHERE|USING)\b)/.test(writers.at(-1) ?? '');
}

function hasDomainDefault(input: RuleInput, type: SqlType): boolean {
  const found = typeIn(input, type);
  return found?.kind === 'domain' && found.default !== undefined;
}
