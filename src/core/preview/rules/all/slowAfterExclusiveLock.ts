/** Slow work while a lock that stops everybody is held. */
import { nameKey } from '../../../schema/name.ts';
import type { Rule } from '../rule.ts';
import { bareSql, beforeInTransaction, fewNamesText, lockedTables, readsRows } from '../ruleTools.ts';

export const slowAfterExclusiveLock: Rule = {
  id: 'slow-after-exclusive-lock',
  title: 'Rows are read or rewritten while an earlier lock that stops everybody is held.',
  severity: 'warning',
  check: (input) => {
    const { statement, impact } = input;
    if (statement.autocommit || impact.locks.length === 0 || !readsRows(impact)) return [];
    // `backfill-in-transaction` says so of statements that write rows.
    if (/^(?:UPDATE|DELETE|INSERT)\b/.test(bareSql(statement))) return [];
    // Of a table that it locks itself, the rule about such a statement speaks.
    const own = new Set(lockedTables(impact, 'SHARE UPDATE EXCLUSIVE').map(nameKey));
    const held = beforeInTransaction(input)
      .flatMap((one) => lockedTables(one.impact, 'ACCESS EXCLUSIVE'))
      .filter((name) => !own.has(nameKey(name)));
    const names = [...new Map(held.map((one) => [nameKey(one), one])).values()];
    if (names.length === 0) return [];
    return [
      {
        message: `Reads and writes of ${fewNamesText(names)} wait until this is done, because ${names.length === 1 ? 'the lock on it is' : 'the locks on them are'} held to the end of the transaction. Put this into a migration of its own.`,
      },
    ];
  },
};
