/** A column that old rows have no value for. */
import type { Rule } from '../rule.ts';
import { namesText, operationsOf } from '../ruleTools.ts';

export const addColumnNotNull: Rule = {
  id: 'add-column-not-null',
  title: 'A NOT NULL column without a default cannot be added to a table with rows.',
  severity: 'error',
  check: ({ statement, impact }) =>
    operationsOf(statement, 'addColumn')
      .filter(
        ({ column }) =>
          column.nullable === false &&
          column.default === undefined &&
          column.identity === undefined &&
          column.generated === undefined &&
          !/serial$/.test(column.type.kind === 'named' ? column.type.name : '') &&
          impact.locks.length > 0,
      )
      .map(({ table, column }) => ({
        message: `This fails as soon as ${namesText([table])} has a row, because ${column.name} would be NULL there. Add it nullable, fill it, then SET NOT NULL; or give it a constant default.`,
      })),
};
