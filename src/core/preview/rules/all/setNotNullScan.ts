/** A column that becomes NOT NULL while everybody waits. */
import { quoteName, quoteObject } from '../../../schema/name.ts';
import { type SaferForm, saferFix, withFix } from '../fixes/saferForm.ts';
import { ownImpacts } from '../ownImpact.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { freeConstraintName } from '../ruleSchema.ts';
import { holdsUpOthers, namesText, type OperationOf } from '../ruleTools.ts';

export const setNotNullScan: Rule = {
  id: 'set-not-null-scan',
  title: 'SET NOT NULL reads the whole table while reads and writes wait.',
  severity: 'warning',
  check: (input) =>
    ownImpacts(input, 'alterColumn').flatMap(({ operation, own }) => {
      const { table, column, change } = operation;
      if (change.kind !== 'nullable' || change.nullable || !holdsUpOthers(own)) return [];
      const waits = `Reads and writes of ${namesText([table])} wait while every row is looked at for NULLs.`;
      // PostgreSQL 11 reads the rows all the same.
      if (input.context.serverVersion < 12)
        return [
          {
            message: `${waits} PostgreSQL 11 has no other form: a CHECK (${quoteName(column)} IS NOT NULL) that is added NOT VALID and validated later says the same.`,
          },
        ];
      const message = `${waits} Add CHECK (${quoteName(column)} IS NOT NULL) NOT VALID, VALIDATE it in a later transaction, then SET NOT NULL, which trusts it, and drop the check.`;
      return [withFix({ message }, saferFix(input, provenForm(input, operation)))];
    }),
};

function provenForm(input: RuleInput, { table, column }: OperationOf<'alterColumn'>): SaferForm | undefined {
  const name = freeConstraintName(input, table, `${table.name}_${column}_is_not_null`);
  if (name === undefined || input.statement.steps.length > 1) return undefined;
  const alter = `ALTER TABLE ${quoteObject(table)}`;
  return {
    title: 'Prove with a CHECK that no row is NULL, then SET NOT NULL',
    directives: ['alter_column'],
    steps: [
      {
        kind: 'sql',
        sql: `${alter} ADD CONSTRAINT ${quoteName(name)} CHECK (${quoteName(column)} IS NOT NULL) NOT VALID`,
      },
      { kind: 'sql', sql: `${alter} VALIDATE CONSTRAINT ${quoteName(name)}`, alone: true },
      { kind: 'own' },
      { kind: 'sql', sql: `${alter} DROP CONSTRAINT ${quoteName(name)}` },
    ],
  };
}
