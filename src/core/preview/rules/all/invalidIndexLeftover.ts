/** IF NOT EXISTS that takes what a failed build left behind for the index that is wanted. */
import { type ObjectName, quoteObject } from '../../../schema/name.ts';
import { type SaferForm, saferFix, withFix } from '../fixes/saferForm.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { indexOwner } from '../ruleSchema.ts';
import { namesText, operationsOf } from '../ruleTools.ts';

export const invalidIndexLeftover: Rule = {
  id: 'invalid-index-leftover',
  title: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS keeps an invalid index.',
  severity: 'warning',
  check: (input) =>
    operationsOf(input.statement, 'createIndex').flatMap(({ table, name, concurrently, ifNotExists }) => {
      if (name === undefined || concurrently !== true || ifNotExists !== true) return [];
      if (input.impact.locks.length === 0 || indexOwner(input, { ...table, name }) !== undefined) return [];
      if (isDroppedBefore(input, name)) return [];
      const index = namesText([{ ...table, name }]);
      const message = `A build that fails or is cancelled leaves an invalid ${index} behind. When the migration is run again, IF NOT EXISTS takes that for the index: the migration then counts as applied, although no query can use ${index}. Drop it first, with DROP INDEX CONCURRENTLY IF EXISTS.`;
      return [withFix({ message }, saferFix(input, formFor({ ...table, name })))];
    }),
};

function formFor(index: ObjectName): SaferForm {
  const sql = `DROP INDEX CONCURRENTLY IF EXISTS ${quoteObject(index)}`;
  return {
    title: 'Drop what a failed build left, then build the index',
    steps: [
      { kind: 'sql', sql, alone: true },
      { kind: 'own', alone: true },
    ],
  };
}

const isDroppedBefore = ({ index, revision }: RuleInput, name: string): boolean =>
  revision.statements
    .slice(0, index)
    .some((one) => operationsOf(one, 'dropIndex').some((other) => other.index.name === name));
