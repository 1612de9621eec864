/** A validation that spares nobody, because a lock of the same transaction holds them up anyway. */
import { nameKey, qualified } from '../../../schema/name.ts';
import { saferFix, withFix } from '../fixes/saferForm.ts';
import type { Rule } from '../rule.ts';
import { tableOf } from '../ruleSchema.ts';
import { beforeInTransaction, isAtLeast, namesText, operationsOf } from '../ruleTools.ts';

export const validateInSameTransaction: Rule = {
  id: 'validate-in-same-transaction',
  title: 'A constraint is validated while a stronger lock of the same transaction is held.',
  severity: 'warning',
  check: (input) => {
    const { statement: own, impact } = input;
    if (impact.scans.length === 0) return [];
    return operationsOf(input.statement, 'validateConstraint').flatMap(({ table, name }) => {
      const key = nameKey(tableOf(input, table)?.name ?? qualified(table));
      const before = own.autocommit ? [] : beforeInTransaction(input);
      const holders = [...before, { statement: own, impact }].filter((one) =>
        one.impact.locks.some(({ relation, mode }) => nameKey(relation) === key && isAtLeast(mode, 'SHARE')),
      );
      if (holders.length === 0) return [];
      const isAdded = holders.some(({ statement }) =>
        operationsOf(statement, 'addConstraint').some(
          (one) => one.constraint.name === name && one.table.name === table.name,
        ),
      );
      const on = namesText([table]);
      const why = isAdded
        ? `The lock that adding ${name} took on ${on} is held while every row is checked, so NOT VALID gains nothing.`
        : `A lock that an earlier statement took on ${on} is held while every row is checked, so others wait all the same.`;
      const message = `${why} Validate in a migration of its own, or after a commit.`;
      return [withFix({ message }, own.steps.length > 1 ? undefined : saferFix(input, form))];
    });
  },
};

const form = {
  title: 'Validate once what stands before it is committed',
  steps: [{ kind: 'own', alone: true }],
} as const;
