/** A partition that is taken out while everybody waits. No fix: CONCURRENTLY leaves a CHECK behind. */
import type { Rule } from '../rule.ts';
import { hasDefaultPartition } from '../ruleSchema.ts';
import { isAtLeast, namesText, operationsOf, outsideText } from '../ruleTools.ts';

export const detachPartitionConcurrently: Rule = {
  id: 'detach-partition-concurrently',
  title: 'Detaching a partition locks the whole table against reads and writes.',
  severity: 'warning',
  check: (input) =>
    operationsOf(input.statement, 'detachPartition').flatMap(({ parent, partition }) => {
      const { impact, context } = input;
      const isExclusive = impact.locks.some(({ mode }) => isAtLeast(mode, 'ACCESS EXCLUSIVE'));
      if (context.serverVersion < 14 || impact.refusesTransaction || !isExclusive) return [];
      // PostgreSQL has no other form then.
      if (hasDefaultPartition(input, parent)) return [];
      const [whole, part] = [namesText([parent]), namesText([partition])];
      const message = `Reads and writes of ${whole} wait for the lock, and for the end of the transaction. Detach ${part} with CONCURRENTLY, ${outsideText(input)}. PostgreSQL then leaves a CHECK of its bound on ${part}: drop that where it is not wanted.`;
      return [{ message }];
    }),
};
