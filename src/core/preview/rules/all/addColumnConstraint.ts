/** A constraint written at a column that is added: it is checked under the lock of ADD COLUMN. */
import { quoteName } from '../../../schema/name.ts';
import { ownImpacts } from '../ownImpact.ts';
import type { Rule } from '../rule.ts';
import { holdsUpOthers, waitingText } from '../ruleTools.ts';

const names = {
  primaryKey: 'PRIMARY KEY',
  unique: 'UNIQUE',
  foreignKey: 'REFERENCES',
  check: 'CHECK',
  exclusion: 'EXCLUDE',
} as const;

export const addColumnConstraint: Rule = {
  id: 'add-column-constraint',
  title: 'A constraint at a new column is checked while reads and writes wait.',
  severity: 'warning',
  check: (input) =>
    ownImpacts(input, 'addColumn')
      .filter(
        ({ operation: { column }, own }) =>
          (column.constraints ?? []).length > 0 && own.rewrites.length === 0 && holdsUpOthers(own),
      )
      .map(({ operation: { column }, own }) => {
        const [first] = column.constraints ?? [];
        const name = first === undefined ? 'constraint' : names[first.kind];
        return {
          message: `${waitingText(own)} wait while the ${name} of ${quoteName(column.name)} is checked. Add the column alone, and the constraint after it: UNIQUE with an index that was built CONCURRENTLY, CHECK and REFERENCES with NOT VALID.`,
        };
      }),
};
