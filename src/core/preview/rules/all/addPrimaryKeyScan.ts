/** A primary key from an index, on columns that may be NULL. */
import type { Rule } from '../rule.ts';
import { holdsUpOthers, namesText, operationsOf } from '../ruleTools.ts';

export const addPrimaryKeyScan: Rule = {
  id: 'add-primary-key-scan',
  title: 'A primary key on nullable columns reads the whole table while reads and writes wait.',
  severity: 'warning',
  check: ({ statement, impact }) =>
    operationsOf(statement, 'addConstraint').flatMap(({ table, constraint }) =>
      constraint.kind === 'primaryKey' && constraint.usingIndex !== undefined && holdsUpOthers(impact)
        ? [
            {
              message: `Reads and writes of ${namesText([table])} wait while its rows are looked at for NULLs. Make the columns NOT NULL in the safe way first.`,
            },
          ]
        : [],
    ),
};
