/** A column that becomes NOT NULL while everybody waits. */
import type { Rule } from '../rule.ts';
import { holdsUpOthers, namesText, operationsOf } from '../ruleTools.ts';

export const setNotNullScan: Rule = {
  id: 'set-not-null-scan',
  title: 'SET NOT NULL reads the whole table while reads and writes wait.',
  severity: 'warning',
  check: ({ statement, impact }) =>
    operationsOf(statement, 'alterColumn')
      .filter(({ change }) => change.kind === 'nullable' && !change.nullable && holdsUpOthers(impact))
      .map(({ table, column }) => ({
        message: `Reads and writes of ${namesText([table])} wait while every row is looked at for NULLs. Add CHECK (${column} IS NOT NULL) NOT VALID, VALIDATE it in a later transaction, then SET NOT NULL, which trusts it, and drop the check.`,
      })),
};
