/** Commands that write whole tables anew. */
import type { Rule } from '../rule.ts';
import { bareSql, lockedTables, namesText } from '../ruleTools.ts';

export const heavyCommand: Rule = {
  id: 'heavy-command',
  title: 'VACUUM FULL, CLUSTER, SET LOGGED and the like write a table anew while reads and writes wait.',
  severity: 'warning',
  check: ({ statement, impact }) => {
    const sql = bareSql(statement);
    const isHeavy =
      /^VACUUM\b.*\bFULL\b|^CLUSTER\b|^REPACK\b(?!.*\bCONCURRENTLY\b)|\bSET (?:UN)?LOGGED\b|\bSET ACCESS METHOD\b/.test(
        sql,
      );
    const tables = lockedTables(impact, 'ACCESS EXCLUSIVE');
    return isHeavy && tables.length > 0
      ? [
          {
            message: `Reads and writes of ${namesText(tables)} wait until it is written anew. Do it in a time in which they may, not in a migration.`,
          },
        ]
      : [];
  },
};
