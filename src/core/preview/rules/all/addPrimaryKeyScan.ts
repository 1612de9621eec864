/** A primary key from an index, on columns that may be NULL. */
import { ownImpacts } from '../ownImpact.ts';
import type { Rule } from '../rule.ts';
import { holdsUpOthers, namesText } from '../ruleTools.ts';

export const addPrimaryKeyScan: Rule = {
  id: 'add-primary-key-scan',
  title: 'A primary key on nullable columns reads the whole table while reads and writes wait.',
  severity: 'warning',
  check: (input) =>
    ownImpacts(input, 'addConstraint').flatMap(({ operation: { table, constraint }, own }) =>
      constraint.kind === 'primaryKey' && constraint.usingIndex !== undefined && holdsUpOthers(own)
        ? [
            {
              message: `Reads and writes of ${namesText([table])} wait while its rows are looked at for NULLs. Make the columns NOT NULL in the safe way first.`,
            },
          ]
        : [],
    ),
};
