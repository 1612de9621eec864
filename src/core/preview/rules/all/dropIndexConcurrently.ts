/** An index that is dropped while everybody waits. */
import { saferFix, withFix } from '../fixes/saferForm.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { indexOwner, isDroppedLater } from '../ruleSchema.ts';
import { lockedTables, namesText, type OperationOf, operationsOf, outsideText } from '../ruleTools.ts';

export const dropIndexConcurrently: Rule = {
  id: 'drop-index-concurrently',
  title: 'Dropping an index locks its table against reads and writes.',
  severity: 'warning',
  check: (input) =>
    operationsOf(input.statement, 'dropIndex').flatMap((operation) => {
      const tables = lockedTables(input.impact, 'ACCESS EXCLUSIVE');
      // It would fail in either form.
      if (input.statement.problems.length > 0) return [];
      if (operation.concurrently === true || tables.length === 0 || hasNoOtherForm(operation, input))
        return [];
      // Dropping the table takes the same lock.
      if (tables.every((one) => isDroppedLater(input, one))) return [];
      const message = `Dropping ${namesText([operation.index])} locks ${namesText(tables)} against reads and writes, and while it waits for that lock, whoever comes after it waits as well. Drop it with CONCURRENTLY, ${outsideText(input)}.`;
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
