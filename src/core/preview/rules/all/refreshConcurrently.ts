/** A materialized view nobody can read meanwhile. */
import type { Rule } from '../rule.ts';
import { bareSql } from '../ruleTools.ts';

export const refreshConcurrently: Rule = {
  id: 'refresh-concurrently',
  title: 'A materialized view cannot be read while it is refreshed.',
  severity: 'warning',
  check: ({ statement, impact }) =>
    /^REFRESH MATERIALIZED VIEW (?!CONCURRENTLY)/.test(bareSql(statement)) && impact.locks.length > 0
      ? [
          {
            message:
              'Nobody can read the view until it is computed. With a unique index on it, REFRESH … CONCURRENTLY lets reads go on.',
          },
        ]
      : [],
};
