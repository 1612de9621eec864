/** A table whose data goes. */
import type { Rule } from '../rule.ts';
import { lockedTables, namesText, operationsOf } from '../ruleTools.ts';

export const dropTable: Rule = {
  id: 'drop-table',
  title: 'Dropping a table loses its data, and locks what its foreign keys refer to.',
  severity: 'information',
  check: ({ statement, impact }) =>
    operationsOf(statement, 'dropTable')
      .filter(() => impact.locks.length > 0)
      .map(({ table }) => {
        const others = lockedTables(impact, 'ACCESS EXCLUSIVE').filter(({ name }) => name !== table.name);
        const also = others.length === 0 ? '' : ` Reads and writes of ${namesText(others)} wait for it, too.`;
        return {
          message: `The rows of ${namesText([table])} are gone for good.${also} Rename it first, and drop it once nobody misses it.`,
        };
      }),
};
