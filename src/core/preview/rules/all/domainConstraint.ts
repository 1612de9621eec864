/** A constraint of a domain, checked on every table that uses it. */
import type { Rule } from '../rule.ts';
import { holdsUpOthers, lockedTables, namesText, operationsOf } from '../ruleTools.ts';

export const domainConstraint: Rule = {
  id: 'domain-constraint',
  title: 'A constraint of a domain is checked on all tables that use it while writes wait.',
  severity: 'warning',
  check: ({ statement, impact }) =>
    operationsOf(statement, 'alterDomain')
      .filter(() => holdsUpOthers(impact))
      .map(() => ({
        message: `Writes to ${namesText(lockedTables(impact, 'SHARE'))} wait while every row is checked. A check can be added NOT VALID and validated later, but validating holds up writes as well: choose a quiet time.`,
      })),
};
