/** A column whose addition rewrites the table. */
import type { ColumnDefinition } from '../../../migration/operations/definitions.ts';
import { ownImpacts } from '../ownImpact.ts';
import type { Rule } from '../rule.ts';
import { namesText } from '../ruleTools.ts';

export const addColumnRewrite: Rule = {
  id: 'add-column-rewrite',
  title:
    'Adding a column with a volatile default, serial, identity or a stored expression rewrites the table.',
  severity: 'warning',
  check: (input) =>
    ownImpacts(input, 'addColumn')
      .filter(({ own }) => own.rewrites.length > 0 && own.locks.length > 0)
      .map(({ operation: { table, column } }) => ({
        message: `${namesText([table])} is written anew while reads and writes wait, because ${whyOf(column)}.`,
      })),
};

function whyOf({ identity, generated, default: given, type }: ColumnDefinition): string {
  if (identity !== undefined)
    return 'an identity gives every row a number. Add a plain column, fill it in batches, then add the identity to it';
  if (type.kind === 'named' && /serial$/.test(type.name))
    return `${type.name} gives every row a number. Add a plain column, then set nextval of a new sequence as its default, and fill the old rows in batches`;
  if (generated !== undefined)
    return 'a stored expression is computed for every row. Add a plain column that a trigger keeps up, and fill it in batches; or, from PostgreSQL 18 on, a VIRTUAL one';
  if (given !== undefined)
    return 'its default is another one for every row. Add the column without it, set the default for new rows, and fill the old ones in batches';
  return 'its type is a domain with constraints, which are checked for every row. Add a column of the type below the domain, with a CHECK that is NOT VALID at first';
}
