/** Rows that go all at once. */
import type { Rule } from '../rule.ts';
import { bareSql, lockedTables, namesText } from '../ruleTools.ts';

export const truncateTable: Rule = {
  id: 'truncate-table',
  title: 'TRUNCATE loses all rows; with CASCADE also those of tables that refer to it.',
  severity: 'warning',
  check: ({ statement, impact }) => {
    const sql = bareSql(statement);
    if (!/^TRUNCATE\b/.test(sql) || impact.locks.length === 0) return [];
    const cascade = /\bCASCADE\b/.test(sql) ? ' CASCADE also empties every table that refers to it.' : '';
    return [
      {
        message: `All rows of ${namesText(lockedTables(impact, 'ACCESS EXCLUSIVE'))} are gone for good.${cascade} Make sure that this is meant in every environment.`,
      },
    ];
  },
};
