/** A strong lock that is waited for without end. */
import type { Rule } from '../rule.ts';
import { bareSql, lockedTables, namesText } from '../ruleTools.ts';

export const lockTimeoutMissing: Rule = {
  id: 'lock-timeout-missing',
  title: 'A lock that stops everybody is waited for without a time limit.',
  severity: 'information',
  check: ({ index, impact, impacts, revision }) => {
    const tables = lockedTables(impact, 'ACCESS EXCLUSIVE');
    if (tables.length === 0) return [];
    const before = revision.statements.slice(0, index);
    const isFirst = impacts
      .slice(0, index)
      .every((one) => lockedTables(one, 'ACCESS EXCLUSIVE').length === 0);
    const isSet = before.some((one) => /^SET (?:LOCAL |SESSION )?LOCK_TIMEOUT\b/.test(bareSql(one)));
    if (!isFirst || isSet) return [];
    return [
      {
        message: `If somebody holds a lock on ${namesText(tables)}, this waits, and everybody who comes later waits behind it. Set a lock_timeout first, and try again when it ends.`,
      },
    ];
  },
};
