/** Indexes that are built again while writes wait. */
import type { Rule } from '../rule.ts';
import { bareSql, lockedTables, namesText } from '../ruleTools.ts';

export const reindexConcurrently: Rule = {
  id: 'reindex-concurrently',
  title: 'REINDEX holds up writes, and reads that would use the index.',
  severity: 'warning',
  check: ({ statement, impact }) =>
    /^REINDEX\b(?!.*\bCONCURRENTLY\b)/.test(bareSql(statement)) && lockedTables(impact, 'SHARE').length > 0
      ? [
          {
            message: `Writes to ${namesText(lockedTables(impact, 'SHARE'))} wait until the index is built again. PostgreSQL 12 and later can do it with CONCURRENTLY, outside of a transaction.`,
          },
        ]
      : [],
};
