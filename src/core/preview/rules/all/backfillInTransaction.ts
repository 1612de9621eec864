/** Rows that are all written while locks of the same transaction are held. */
import type { Rule } from '../rule.ts';
import { bareSql, beforeInTransaction, isAtLeast, namesText } from '../ruleTools.ts';

export const backfillInTransaction: Rule = {
  id: 'backfill-in-transaction',
  title: 'All rows are written while the locks of the schema change are held.',
  severity: 'warning',
  check: (input) => {
    const { statement, impact } = input;
    const isBackfill = /^(?:UPDATE|DELETE|INSERT\b.*\bSELECT)\b/.test(bareSql(statement));
    const [held] = beforeInTransaction(input).flatMap((one) =>
      one.impact.locks.filter(({ kind, mode }) => kind === 'table' && isAtLeast(mode, 'SHARE')),
    );
    if (!isBackfill || statement.autocommit || impact.scans.length === 0 || held === undefined) return [];
    return [
      {
        message: `${namesText(impact.scans)} ${/\bWHERE\b/.test(bareSql(statement)) ? 'may be' : 'is'} gone through from end to end while ${held.mode} on ${namesText([held.relation])} is held. Change rows in batches, in a migration of their own.`,
      },
    ];
  },
};
