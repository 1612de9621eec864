/** An exclusion constraint: there is no way to build its index meanwhile. */
import type { Rule } from '../rule.ts';
import { holdsUpOthers, namesText, operationsOf } from '../ruleTools.ts';

export const addExclusion: Rule = {
  id: 'add-exclusion',
  title: 'An exclusion constraint builds its index while reads and writes wait.',
  severity: 'warning',
  check: ({ statement, impact }) =>
    operationsOf(statement, 'addConstraint')
      .filter(({ constraint }) => constraint.kind === 'exclusion' && holdsUpOthers(impact))
      .map(({ table }) => ({
        message: `Reads and writes of ${namesText([table])} wait until its index is built, and there is no other form. Plan a time in which they may.`,
      })),
};
