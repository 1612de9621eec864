/** An exclusion constraint: there is no way to build its index meanwhile. */
import { ownImpacts } from '../ownImpact.ts';
import type { Rule } from '../rule.ts';
import { holdsUpOthers, namesText } from '../ruleTools.ts';

export const addExclusion: Rule = {
  id: 'add-exclusion',
  title: 'An exclusion constraint builds its index while reads and writes wait.',
  severity: 'warning',
  check: (input) =>
    ownImpacts(input, 'addConstraint')
      .filter(({ operation: { constraint }, own }) => constraint.kind === 'exclusion' && holdsUpOthers(own))
      .map(({ operation: { table } }) => ({
        message: `Reads and writes of ${namesText([table])} wait until its index is built, and there is no other form. Plan a time in which they may.`,
      })),
};
