/** A check whose rows are verified while everybody waits. */
import { notValidForm } from '../fixes/notValidForm.ts';
import { saferFix, withFix } from '../fixes/saferForm.ts';
import { ownImpacts } from '../ownImpact.ts';
import type { Rule } from '../rule.ts';
import { holdsUpOthers, waitingText } from '../ruleTools.ts';

export const addCheckNotValid: Rule = {
  id: 'add-check-not-valid',
  title: 'A CHECK constraint is verified on all rows while reads and writes wait.',
  severity: 'warning',
  check: (input) =>
    ownImpacts(input, 'addConstraint').flatMap(({ operation, own }) => {
      const { constraint } = operation;
      if (constraint.kind !== 'check' || constraint.notValid || constraint.notEnforced) return [];
      if (!holdsUpOthers(own)) return [];
      const message = `${waitingText(input.impact)} wait while every row is verified. Add the constraint NOT VALID, and VALIDATE it in a later transaction.`;
      return [withFix({ message }, saferFix(input, notValidForm(input, operation)))];
    }),
};
