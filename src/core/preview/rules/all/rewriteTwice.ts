/** A table that one transaction writes anew more than once. */
import { nameKey } from '../../../schema/name.ts';
import type { Rule } from '../rule.ts';
import { bareSql, beforeInTransaction, namesText } from '../ruleTools.ts';

export const rewriteTwice: Rule = {
  id: 'rewrite-twice',
  title: 'Several ALTER TABLE write the same table anew, where one could.',
  severity: 'information',
  check: (input) => {
    const { rewrites, locks } = input.impact;
    if (rewrites.length === 0 || locks.length === 0) return [];
    const isAlter = ({ statement }: Pick<typeof input, 'statement'>) =>
      bareSql(statement).startsWith('ALTER TABLE ');
    if (!isAlter(input)) return [];
    const before = beforeInTransaction(input)
      .filter(isAlter)
      .flatMap(({ impact }) => impact.rewrites.map(nameKey));
    const again = rewrites.filter((one) => before.includes(nameKey(one)));
    if (again.length === 0) return [];
    return [
      {
        message: `${namesText(again)} was written anew by an earlier ALTER TABLE of this transaction, and is again. One ALTER TABLE with both commands, separated by a comma, writes it once.`,
      },
    ];
  },
};
