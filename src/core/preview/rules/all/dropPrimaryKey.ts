/** A table that is left without a primary key. */
import type { Rule, RuleInput } from '../rule.ts';
import { isUnsureAfter, tableAfter, tableBefore } from '../ruleSchema.ts';
import { namesText, operationsOf } from '../ruleTools.ts';

export const dropPrimaryKey: Rule = {
  id: 'drop-primary-key',
  title: 'Without a primary key, rows of a published table can be neither updated nor deleted.',
  severity: 'information',
  check: (input) => {
    const dropped = operationsOf(input.statement, 'dropConstraint', 'dropColumn').filter((one) => {
      const key = keyOf(tableBefore(input, one.table));
      return (
        key !== undefined &&
        (one.kind === 'dropConstraint' ? key.name === one.name : key.columns.includes(one.column))
      );
    });
    return dropped
      .filter(({ table }) => isLeftWithout(input, table))
      .map(({ table }) => ({
        message: `${namesText([table])} is left without a primary key. Where it is published for logical replication, each UPDATE and DELETE of it fails until it has one, or another REPLICA IDENTITY. Add the new key in the same transaction.`,
      }));
  },
};

type TableFound = ReturnType<typeof tableBefore>;

const keyOf = (table: TableFound) => table?.constraints.find((one) => one.kind === 'primaryKey');

function isLeftWithout(input: RuleInput, name: Parameters<typeof tableAfter>[1]): boolean {
  const table = tableAfter(input, name);
  return table !== undefined && keyOf(table) === undefined && !isUnsureAfter(input, table, 'constraint');
}
