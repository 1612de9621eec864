/** A database that goes. */
import type { Rule } from '../rule.ts';
import { bareSql } from '../ruleTools.ts';

export const dropDatabase: Rule = {
  id: 'drop-database',
  title: 'DROP DATABASE loses everything in it.',
  severity: 'warning',
  check: ({ statement }) =>
    /^DROP DATABASE\b/.test(bareSql(statement))
      ? [
          {
            message:
              'All that is in the database is gone for good, and only a backup brings it back. Leave this to whoever runs the server.',
          },
        ]
      : [],
};
