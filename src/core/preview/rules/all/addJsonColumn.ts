/** A column that cannot be compared, and so breaks queries that compare whole rows. */
import { quoteName } from '../../../schema/name.ts';
import type { SqlType } from '../../../schema/type.ts';
import type { Rule } from '../rule.ts';
import { tableOf } from '../ruleSchema.ts';
import { namesText, operationsOf } from '../ruleTools.ts';

export const addJsonColumn: Rule = {
  id: 'add-json-column',
  title: 'A column of type json breaks SELECT DISTINCT and GROUP BY over all columns.',
  severity: 'information',
  check: (input) =>
    operationsOf(input.statement, 'addColumn')
      .filter(
        ({ table, column }) =>
          input.impact.locks.length > 0 &&
          isJson(column.type) &&
          // Where there is one, such queries fail already.
          tableOf(input, table)?.columns.some(({ type }) => isJson(type)) === false,
      )
      .map(({ table, column }) => ({
        message: `json has no equality: queries that run SELECT DISTINCT, GROUP BY or UNION over all columns of ${namesText([table])} fail once it has ${quoteName(column.name)}. Take jsonb, unless the text must be kept as it is written.`,
      })),
};

const isJson = (type: SqlType): boolean => type.kind === 'named' && type.name === 'json' && !type.array;
