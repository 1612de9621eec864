/** A lock that is taken by hand. */
import type { Rule } from '../rule.ts';
import { bareSql, lockedTables, waitingText } from '../ruleTools.ts';

export const lockTable: Rule = {
  id: 'lock-table',
  title: 'LOCK TABLE holds up others to the end of the transaction.',
  severity: 'information',
  check: ({ statement, impact }) =>
    bareSql(statement).startsWith('LOCK ') && lockedTables(impact, 'SHARE').length > 0
      ? [
          {
            message: `${waitingText(impact)} wait from here to the end of the transaction, whatever else it does. Each statement takes the lock that it needs by itself: lock by hand only what must not change in between, and as late as possible.`,
          },
        ]
      : [],
};
