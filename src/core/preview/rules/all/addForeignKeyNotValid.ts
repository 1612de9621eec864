/** A foreign key whose rows are checked while writes to both tables wait. */

import { notValidForm } from '../fixes/notValidForm.ts';
import { saferFix, withFix } from '../fixes/saferForm.ts';
import { ownImpacts } from '../ownImpact.ts';
import type { Rule } from '../rule.ts';
import { isPartitioned } from '../ruleSchema.ts';
import { holdsUpOthers, lockedTables, namesText } from '../ruleTools.ts';

export const addForeignKeyNotValid: Rule = {
  id: 'add-foreign-key-not-valid',
  title: 'A foreign key is checked against all rows while writes to both tables wait.',
  severity: 'warning',
  check: (input) =>
    ownImpacts(input, 'addConstraint').flatMap(({ operation, own }) => {
      const { table, constraint } = operation;
      if (
        constraint.kind !== 'foreignKey' ||
        constraint.notValid ||
        constraint.notEnforced ||
        !holdsUpOthers(own)
      )
        return [];
      const waits = `Writes to ${namesText(lockedTables(own, 'SHARE'))} wait while every row is checked.`;
      // Before PostgreSQL 18 there is no other form for it.
      if (isPartitioned(input, table) && input.context.serverVersion < 18)
        return [
          {
            message: `${waits} Add it to each partition NOT VALID, and VALIDATE those, first: PostgreSQL ${input.context.serverVersion} cannot do so for a partitioned table as a whole.`,
          },
        ];
      const message = `${waits} Add the constraint NOT VALID, and VALIDATE it in a later transaction.`;
      return [withFix({ message }, saferFix(input, notValidForm(input, operation)))];
    }),
};
