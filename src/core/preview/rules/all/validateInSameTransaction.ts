/** NOT VALID that gains nothing. */
import { saferFix, withFix } from '../fixes/saferForm.ts';
import type { Rule } from '../rule.ts';
import { beforeInTransaction, isAtLeast, namesText, operationsOf } from '../ruleTools.ts';

export const validateInSameTransaction: Rule = {
  id: 'validate-in-same-transaction',
  title: 'A constraint is validated while the lock of adding it is still held.',
  severity: 'warning',
  check: (input) => {
    if (input.statement.autocommit) return [];
    const before = beforeInTransaction(input);
    return operationsOf(input.statement, 'validateConstraint')
      .filter(({ table, name }) =>
        before.some(
          ({ statement, impact }) =>
            impact.locks.some(({ mode }) => isAtLeast(mode, 'SHARE')) &&
            operationsOf(statement, 'addConstraint').some(
              (one) => one.constraint.name === name && one.table.name === table.name,
            ),
        ),
      )
      .map(({ table, name }) => {
        const message = `The lock that adding ${name} took on ${namesText([table])} is held while every row is checked: NOT VALID gains nothing so. Validate in a migration of its own, or after a commit.`;
        return withFix({ message }, saferFix(input, form));
      });
  },
};

const form = {
  title: 'Validate once the constraint is committed',
  steps: [{ kind: 'own', alone: true }],
} as const;
