/** A foreign key whose rows are checked while writes to both tables wait. */
import type { Rule } from '../rule.ts';
import { holdsUpOthers, lockedTables, namesText, operationsOf } from '../ruleTools.ts';

export const addForeignKeyNotValid: Rule = {
  id: 'add-foreign-key-not-valid',
  title: 'A foreign key is checked against all rows while writes to both tables wait.',
  severity: 'warning',
  check: ({ statement, impact }) =>
    operationsOf(statement, 'addConstraint')
      .filter(
        ({ constraint }) =>
          constraint.kind === 'foreignKey' && constraint.notValid !== true && holdsUpOthers(impact),
      )
      .map(() => ({
        message: `Writes to ${namesText(lockedTables(impact, 'SHARE'))} wait while every row is checked. Add the constraint NOT VALID, and VALIDATE it in a later transaction.`,
      })),
};
