/** A table whose data goes. */
import { nameKey } from '../../../schema/name.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { hasDefaultPartition, tableOf } from '../ruleSchema.ts';
import { lockedTables, namesText, type OperationOf, operationsOf } from '../ruleTools.ts';

export const dropTable: Rule = {
  id: 'drop-table',
  title: 'Dropping a table loses its data, and locks what its foreign keys refer to.',
  severity: 'information',
  check: (input) =>
    operationsOf(input.statement, 'dropTable')
      .filter(() => input.impact.locks.length > 0)
      .map((operation) => ({
        message: `The rows of ${namesText([operation.table])} are gone for good. ${adviceFor(operation, input)}`,
      })),
};

function adviceFor({ table }: OperationOf<'dropTable'>, input: RuleInput): string {
  const after = input.statement.steps.at(-1)?.after.tables;
  // Tables that stay.
  const others = lockedTables(input.impact, 'ACCESS EXCLUSIVE').filter((one) => after?.has(nameKey(one)));
  const rename = 'Rename it first, and drop it once nobody misses it.';
  if (others.length === 0) return rename;
  const waits = `Reads and writes of ${namesText(others)} wait for it, too`;
  const parent = tableOf(input, table)?.partitionOf?.parent;
  if (parent === undefined)
    return `${waits}: where those are busy, drop the foreign keys first, each in a transaction of its own. ${rename}`;
  return input.context.serverVersion < 14 || hasDefaultPartition(input, parent)
    ? `${waits}: keep the transaction short.`
    : `${waits}: detach it CONCURRENTLY, and drop it once nobody misses it.`;
}
