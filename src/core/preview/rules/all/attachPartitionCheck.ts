/** A partition whose rows are verified as it is attached. */
import type { Rule } from '../rule.ts';
import { namesText, operationsOf } from '../ruleTools.ts';

export const attachPartitionCheck: Rule = {
  id: 'attach-partition-check',
  title: 'A table is read from end to end as it becomes a partition.',
  severity: 'warning',
  check: ({ statement, impact }) =>
    operationsOf(statement, 'attachPartition')
      .filter(() => impact.scans.length > 0)
      .map(({ partition, bound }) => ({
        message: `Reads and writes of ${namesText(impact.scans)} wait while every row is verified. Give ${namesText([partition])} a valid CHECK that says the same as ${bound} first, and drop it afterwards; a default partition needs one that excludes those rows.`,
      })),
};
