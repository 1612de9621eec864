/** A unique constraint or primary key whose index is built while everybody waits. */
import type { Rule } from '../rule.ts';
import { holdsUpOthers, namesText, operationsOf } from '../ruleTools.ts';

export const addUniqueUsingIndex: Rule = {
  id: 'add-unique-using-index',
  title: 'A unique constraint or primary key builds its index while reads and writes wait.',
  severity: 'warning',
  check: ({ statement, impact }) =>
    operationsOf(statement, 'addConstraint').flatMap(({ table, constraint }) => {
      const { kind } = constraint;
      if ((kind !== 'unique' && kind !== 'primaryKey') || constraint.usingIndex !== undefined) return [];
      if (!holdsUpOthers(impact)) return [];
      const clause = kind === 'unique' ? 'UNIQUE' : 'PRIMARY KEY';
      const first =
        kind === 'unique' ? '' : ' Make its columns NOT NULL first, or they are looked at for NULLs.';
      return [
        {
          message: `Reads and writes of ${namesText([table])} wait until the index is built. Create a unique index CONCURRENTLY, then ADD CONSTRAINT … ${clause} USING INDEX.${first}`,
        },
      ];
    }),
};
