/** A check whose rows are verified while everybody waits. */
import type { Rule } from '../rule.ts';
import { holdsUpOthers, operationsOf, waitingText } from '../ruleTools.ts';

export const addCheckNotValid: Rule = {
  id: 'add-check-not-valid',
  title: 'A CHECK constraint is verified on all rows while reads and writes wait.',
  severity: 'warning',
  check: ({ statement, impact }) =>
    operationsOf(statement, 'addConstraint')
      .filter(
        ({ constraint }) =>
          constraint.kind === 'check' &&
          constraint.notValid !== true &&
          constraint.notEnforced !== true &&
          holdsUpOthers(impact),
      )
      .map(() => ({
        message: `${waitingText(impact)} wait while every row is verified. Add the constraint NOT VALID, and VALIDATE it in a later transaction.`,
      })),
};
