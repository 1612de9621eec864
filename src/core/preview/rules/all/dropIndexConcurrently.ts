/** An index that is dropped while everybody waits. */
import { saferFix, withFix } from '../fixes/saferForm.ts';
import type { Rule, RuleInput } from '../rule.ts';
import {
  indexOwner,
  lockedTables,
  namesText,
  type OperationOf,
  operationsOf,
  outsideText,
} from '../ruleTools.ts';

export const dropIndexConcurrently: Rule = {
  id: 'drop-index-concurrently',
  title: 'Dropping an index locks its table against reads and writes.',
  severity: 'warning',
  check: (input) =>
    operationsOf(input.statement, 'dropIndex').flatMap((operation) => {
      const tables = lockedTables(input.impact, 'ACCESS EXCLUSIVE');
      if (operation.concurrently === true || tables.length === 0 || hasNoOtherForm(operation, input))
        return [];
      const message = `Reads and writes of ${namesText(tables)} wait for the lock that dropping ${namesText([operation.index])} takes, and so does whoever comes after it. Drop it with CONCURRENTLY, ${outsideText(input)}.`;
      return [withFix({ message }, saferFix(input, form))];
    }),
};

const form = {
  title: 'Drop the index CONCURRENTLY',
  directives: ['drop_index'],
  steps: [
    {
      kind: 'own',
      alone: true,
      named: ['postgresql_concurrently=True'],
      sql: (sql: string) => sql.replace(/^DROP\s+INDEX\b/i, 'DROP INDEX CONCURRENTLY'),
    },
  ],
} as const;

/** PostgreSQL refuses CONCURRENTLY with CASCADE, and for the index of a partitioned table. */
function hasNoOtherForm({ cascade, index }: OperationOf<'dropIndex'>, input: RuleInput): boolean {
  return cascade === true || indexOwner(input, index)?.kind === 'partitionedTable';
}
