/** A partition that is taken out while everybody waits. */
import type { Rule } from '../rule.ts';
import { namesText, operationsOf } from '../ruleTools.ts';

export const detachPartitionConcurrently: Rule = {
  id: 'detach-partition-concurrently',
  title: 'Detaching a partition locks the whole table against reads and writes.',
  severity: 'warning',
  check: ({ statement, impact, context }) =>
    operationsOf(statement, 'detachPartition')
      .filter(
        () =>
          context.serverVersion >= 14 &&
          !impact.refusesTransaction &&
          impact.locks.some(({ mode }) => mode === 'ACCESS EXCLUSIVE'),
      )
      .map(({ parent, partition }) => ({
        message: `Reads and writes of ${namesText([parent])} wait for the lock. Detach ${namesText([partition])} with CONCURRENTLY, outside of a transaction.`,
      })),
};
