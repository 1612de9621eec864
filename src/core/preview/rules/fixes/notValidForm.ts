/** ADD CONSTRAINT … NOT VALID, then VALIDATE once that is committed. */
import { quoteName, quoteObject } from '../../../schema/name.ts';
import type { RuleInput } from '../rule.ts';
import type { OperationOf } from '../ruleTools.ts';
import { append, type SaferForm } from './saferForm.ts';

/** `undefined` for one that PostgreSQL names. */
export function notValidForm(
  { statement }: RuleInput,
  { table, constraint: { name } }: OperationOf<'addConstraint'>,
): SaferForm | undefined {
  if (name === undefined) return undefined;
  const isOneStep = statement.steps.length === 1;
  return {
    title: 'Add the constraint NOT VALID, and validate it once that is committed',
    directives: ['create_foreign_key', 'create_check_constraint'],
    steps: [
      {
        kind: 'own',
        named: ['postgresql_not_valid=True'],
        sql: (sql) => (isOneStep ? append('NOT VALID')(sql) : undefined),
      },
      {
        kind: 'sql',
        alone: true,
        sql: `ALTER TABLE ${quoteObject(table)} VALIDATE CONSTRAINT ${quoteName(name)}`,
      },
    ],
  };
}
