/** Rows that are all written while locks of the same transaction are held. */
import { nameKey } from '../../../schema/name.ts';
import { picksByKey } from '../byKey.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { tableOf } from '../ruleSchema.ts';
import { bareSql, beforeInTransaction, isAtLeast, namesText, operationsOf } from '../ruleTools.ts';

export const backfillInTransaction: Rule = {
  id: 'backfill-in-transaction',
  title: 'All rows are written while the locks of the schema change are held.',
  severity: 'warning',
  check: (input) => {
    const { statement, impact } = input;
    if (statement.autocommit || impact.scans.length === 0) return [];
    const sql = bareSql(statement);
    if (!/^(?:UPDATE|DELETE|INSERT\b.*\bSELECT)\b/.test(sql)) return [];
    const [held] = beforeInTransaction(input).flatMap((one) =>
      one.impact.locks.filter(({ kind, mode }) => kind === 'table' && isAtLeast(mode, 'SHARE')),
    );
    if (held === undefined || picksByKey(input)) return [];
    const scanned = readByItself(input);
    if (scanned.length === 0) return [];
    return [
      {
        message: `${namesText(scanned)} ${/\bWHERE\b/.test(sql) ? 'may be' : scanned.length === 1 ? 'is' : 'are'} gone through from end to end while ${held.mode} on ${namesText([held.relation])} is held. Change rows in batches, in a migration of their own.`,
      },
    ];
  },
};

/** Without the tables that foreign keys look something up in. */
function readByItself(input: RuleInput) {
  const named = operationsOf(input.statement, 'data').flatMap(({ tables }) =>
    tables.flatMap((one) => tableOf(input, one) ?? []),
  );
  const keys = new Set(named.map(({ name }) => nameKey(name)));
  return input.impact.scans.filter((one) => keys.has(nameKey(one)));
}
