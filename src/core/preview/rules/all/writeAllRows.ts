/** All rows of a table, written or deleted at once. */
import type { Rule } from '../rule.ts';
import { isKnownEmpty } from '../ruleSchema.ts';
import { bareSql, namesText, operationsOf } from '../ruleTools.ts';

export const writeAllRows: Rule = {
  id: 'write-all-rows',
  title: 'UPDATE or DELETE without WHERE locks every row to the end of the transaction.',
  severity: 'information',
  isGeneral: true,
  check: (input) => {
    const sql = bareSql(input.statement);
    const [, verb] = /^(UPDATE|DELETE)\b(?!.*\bWHERE\b)/.exec(sql) ?? [];
    if (verb === undefined) return [];
    return operationsOf(input.statement, 'data').flatMap(({ tables: [table] }) => {
      if (table === undefined || isKnownEmpty(input, table) || input.impact.locks.length === 0) return [];
      const name = namesText([table]);
      const waits = `whoever else writes one of them waits until the transaction ends`;
      return [
        {
          message:
            verb === 'DELETE'
              ? `All rows of ${name} are gone for good, and ${waits}. Make sure that this is meant in every environment.`
              : `Every row of ${name} is written at once, and ${waits}. Change a large table in batches, each in a transaction of its own.`,
        },
      ];
    });
  },
};
