/** A new table that holds up writes to those it refers to. */
import type { Rule } from '../rule.ts';
import { lockedTables, namesText, operationsOf } from '../ruleTools.ts';

export const createTableForeignKey: Rule = {
  id: 'create-table-foreign-key',
  title:
    'A new table with a foreign key locks the table it refers to against writes until the transaction ends.',
  severity: 'information',
  check: ({ statement, impact }) => {
    const tables = lockedTables(impact, 'SHARE ROW EXCLUSIVE');
    return operationsOf(statement, 'createTable')
      .filter(({ definition }) => tables.length > 0 && definition.partitionOf === undefined)
      .map(({ table }) => ({
        message: `Creating ${namesText([table])} waits for, and then holds up, writes to ${namesText(tables)} until the transaction ends. Keep that transaction short.`,
      }));
  },
};
