/** An index that is dropped while everybody waits. */
import type { Rule } from '../rule.ts';
import { lockedTables, namesText, operationsOf } from '../ruleTools.ts';

export const dropIndexConcurrently: Rule = {
  id: 'drop-index-concurrently',
  title: 'Dropping an index locks its table against reads and writes.',
  severity: 'warning',
  check: ({ statement, impact }) =>
    operationsOf(statement, 'dropIndex')
      .filter(
        ({ concurrently }) => concurrently !== true && lockedTables(impact, 'ACCESS EXCLUSIVE').length > 0,
      )
      .map(({ index }) => ({
        message: `Reads and writes of ${namesText(lockedTables(impact, 'ACCESS EXCLUSIVE'))} wait for the lock that dropping ${namesText([index])} takes, and so does whoever comes after it. Drop it with CONCURRENTLY, outside of the transaction.`,
      })),
};
