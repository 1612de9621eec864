/** A partition that is made in place, which locks the whole table; ATTACH PARTITION does not. */
import { type ObjectName, quoteObject } from '../../../schema/name.ts';
import { type SaferForm, saferFix, withFix } from '../fixes/saferForm.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { hasDefaultPartition, tableOf } from '../ruleSchema.ts';
import { lockedTables, namesText, type OperationOf, operationsOf } from '../ruleTools.ts';

export const createPartitionOf: Rule = {
  id: 'create-partition-of',
  title: 'CREATE TABLE … PARTITION OF locks the whole table against reads and writes.',
  severity: 'warning',
  check: (input) =>
    operationsOf(input.statement, 'createTable').flatMap(({ table, definition: { partitionOf } }) => {
      const locked = lockedTables(input.impact, 'ACCESS EXCLUSIVE');
      if (partitionOf === undefined || !locked.some(({ name }) => name === partitionOf.parent.name))
        return [];
      const { scans } = input.impact;
      const waits = `Reads and writes of ${namesText([partitionOf.parent])} wait for the lock, and for the end of the transaction`;
      // Attaching looks at the default partition as well.
      if (hasDefaultPartition(input, partitionOf.parent))
        return [
          {
            message: `${waits}${scans.length === 0 ? '' : `, while every row of ${namesText(scans)} is looked at for those of ${namesText([table])}`}. Give the default partition a valid CHECK that excludes them first, and drop it afterwards.`,
          },
        ];
      const message = `${waits}. Create ${namesText([table])} as a table of its own (LIKE ${namesText([partitionOf.parent])}), then ATTACH PARTITION, which lets reads and writes go on.`;
      return [withFix({ message }, saferFix(input, attachedForm(input, table, partitionOf)))];
    }),
};

/** Of a table that has nothing else written with it, and no columns whose values PostgreSQL makes. */
function attachedForm(
  input: RuleInput,
  table: ObjectName,
  { parent, bound }: Partition,
): SaferForm | undefined {
  const columns = tableOf(input, parent)?.columns ?? [];
  if (columns.some(({ generated, identity }) => generated !== undefined || identity !== undefined))
    return undefined;
  const [whole, part] = [quoteObject(parent), quoteObject(table)];
  const plain = /^CREATE\s+TABLE\s+[\w."]+\s+PARTITION\s+OF\s+[\w."]+\s+FOR\s+VALUES\s[^;]*;?\s*$/i;
  return {
    title: 'Create the table by itself, then attach it',
    steps: [
      {
        kind: 'own',
        sql: (sql) =>
          plain.test(sql) && !/\b(?:PARTITION\s+BY|WITH\s*\(\s*\w+\s*=|TABLESPACE)/i.test(sql)
            ? `CREATE TABLE ${part} (LIKE ${whole} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`
            : undefined,
      },
      { kind: 'sql', sql: `ALTER TABLE ${whole} ATTACH PARTITION ${part} ${bound}` },
    ],
  };
}

type Partition = NonNullable<OperationOf<'createTable'>['definition']['partitionOf']>;
