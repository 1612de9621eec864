/** A label that cannot be used before it is committed, or not be added in a transaction at all. */
import { inTransaction } from '../fixes/inTransaction.ts';
import { saferFix, withFix } from '../fixes/saferForm.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { operationsOf } from '../ruleTools.ts';

export const addEnumLabelInTransaction: Rule = {
  id: 'add-enum-label-in-transaction',
  title: 'A label of an enum that is added in a transaction cannot be used in it.',
  severity: 'information',
  check: (input) => {
    const { statement, impact } = input;
    // What is added to a type of the same transaction can be used, since there is nothing else to be uncommitted.
    // PostgreSQL 11 refuses it there: `concurrently-in-transaction`.
    if (input.context.serverVersion < 12) return [];
    if (statement.autocommit || impact.forms.some((one) => one.endsWith('(type is new)'))) return [];
    if (inTransaction(input) !== true) return [];
    return operationsOf(statement, 'addEnumLabel').map(({ label }) =>
      withFix({ message: messageOf(label, input) }, saferFix(input, form)),
    );
  },
};

const form = {
  title: 'Add the label outside of the transaction',
  steps: [{ kind: 'own', alone: true }],
} as const;

function messageOf(label: string, { script }: RuleInput): string {
  return script.language === 'python'
    ? `Nothing in the same transaction can use '${label}', and Alembic runs the whole upgrade in one unless it is told otherwise. Add it in \`with op.get_context().autocommit_block():\`.`
    : `Nothing in the same transaction can use '${label}'. Give what uses it a script of its own.`;
}
