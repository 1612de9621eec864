/** A constraint written at a column that is added: it is checked under the lock of ADD COLUMN. */
import type { Rule } from '../rule.ts';
import { holdsUpOthers, operationsOf, waitingText } from '../ruleTools.ts';

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
  check: ({ statement, impact }) =>
    operationsOf(statement, 'addColumn')
      .filter(
        ({ column }) =>
          (column.constraints ?? []).length > 0 && impact.rewrites.length === 0 && holdsUpOthers(impact),
      )
      .map(({ column }) => {
        const [first] = column.constraints ?? [];
        const name = first === undefined ? 'the constraint' : names[first.kind];
        return {
          message: `${waitingText(impact)} wait while its ${name} is checked. Add the column alone, and the constraint after it: UNIQUE with an index that was built CONCURRENTLY, CHECK and REFERENCES with NOT VALID.`,
        };
      }),
};
