/** A column whose addition rewrites the table. */
import type { ColumnDefinition } from '../../../migration/operations/definitions.ts';
import type { Rule } from '../rule.ts';
import { namesText, operationsOf } from '../ruleTools.ts';

export const addColumnRewrite: Rule = {
  id: 'add-column-rewrite',
  title:
    'Adding a column with a volatile default, serial, identity or a stored expression rewrites the table.',
  severity: 'warning',
  check: ({ statement, impact }) =>
    operationsOf(statement, 'addColumn')
      .filter(() => impact.rewrites.length > 0 && impact.locks.length > 0)
      .map(({ table, column }) => ({
        message: `${namesText([table])} is written anew while reads and writes wait, because ${whyOf(column)}.`,
      })),
};

function whyOf({ identity, generated, default: given }: ColumnDefinition): string {
  if (identity !== undefined)
    return 'an identity gives every row a number. Add a plain column, fill it in batches, then add the identity to it';
  if (generated !== undefined)
    return 'a stored expression is computed for every row. Add a plain column that a trigger keeps up, and fill it in batches; or, from PostgreSQL 18 on, a VIRTUAL one';
  if (given !== undefined)
    return 'its default is another one for every row. Add the column without it, set the default for new rows, and fill the old ones in batches';
  return 'every row gets a value or is checked. Add a plain column, and fill it in batches';
}
