/** An index that is built while writes wait. */
import { type ObjectName, quoteObject } from '../../../schema/name.ts';
import { insertAfter, type SaferForm, saferFix, withFix } from '../fixes/saferForm.ts';
import type { Rule } from '../rule.ts';
import { isPartitioned } from '../ruleSchema.ts';
import { holdsUpOthers, namesText, operationsOf, outsideText } from '../ruleTools.ts';

export const createIndexConcurrently: Rule = {
  id: 'create-index-concurrently',
  title: 'An index on a table that is in use is built while writes wait.',
  severity: 'warning',
  check: (input) =>
    operationsOf(input.statement, 'createIndex')
      .filter(({ concurrently }) => concurrently !== true && holdsUpOthers(input.impact))
      .map(({ table, name }) => {
        const waits = `Writes to ${namesText([table])} wait until ${name ?? 'the index'} is built.`;
        if (isPartitioned(input, table))
          return {
            message: `${waits} Create it ON ONLY the partitioned table, then on each partition CONCURRENTLY, and attach those: PostgreSQL has no CONCURRENTLY for all at once.`,
          };
        const message = `${waits} Build it with CONCURRENTLY, ${outsideText(input)}.`;
        return withFix({ message }, saferFix(input, concurrentIndex(table, name)));
      }),
};

function concurrentIndex(table: ObjectName, name: string | undefined): SaferForm {
  return {
    title: 'Create the index CONCURRENTLY',
    directives: ['create_index'],
    steps: [
      ...(name === undefined ? [] : [dropLeftover({ ...table, name })]),
      {
        kind: 'own',
        alone: true,
        named: ['postgresql_concurrently=True'],
        sql: insertAfter(/^CREATE\s+(?:UNIQUE\s+)?INDEX(?!\s+CONCURRENTLY)\b/i, 'CONCURRENTLY'),
      },
    ],
  };
}

/** A build that fails leaves an invalid index behind, which IF NOT EXISTS would take for the one that is wanted. */
export function dropLeftover(index: ObjectName) {
  const sql = `DROP INDEX CONCURRENTLY IF EXISTS ${quoteObject(index)}`;
  return { kind: 'sql', sql, alone: true, optional: true } as const;
}
