/** What refuses a transaction, in one. */
import { inTransaction } from '../fixes/inTransaction.ts';
import { saferFix, withFix } from '../fixes/saferForm.ts';
import { sqlToolOf } from '../fixes/sqlTool.ts';
import type { Rule, RuleInput, RuleScript } from '../rule.ts';
import { operationsOf } from '../ruleTools.ts';

export const concurrentlyInTransaction: Rule = {
  id: 'concurrently-in-transaction',
  title: 'A statement that refuses to run inside of a transaction is in one.',
  severity: 'error',
  check: (input) => {
    if (!refusesTransaction(input) || inTransaction(input) !== true) return [];
    const form = {
      title: 'Run this outside of the transaction',
      steps: [{ kind: 'own', alone: true }],
    } as const;
    const message = `PostgreSQL refuses this inside of a transaction, and the migration runs in one. ${remedy(input.script)}`;
    return [withFix({ message }, saferFix(input, form))];
  },
};

/** PostgreSQL 11 also refuses to add a label, unless the type is as new. */
function refusesTransaction({ statement, impact, context }: RuleInput): boolean {
  if (impact.refusesTransaction) return true;
  const isNew = impact.forms.some((one) => one.endsWith('(type is new)'));
  return context.serverVersion < 12 && !isNew && operationsOf(statement, 'addEnumLabel').length > 0;
}

function remedy(script: RuleScript): string {
  if (script.language === 'python')
    return 'Put it into `with op.get_context().autocommit_block():`, unless env.py connects with AUTOCOMMIT.';
  return sqlToolOf(script) === 'goose'
    ? 'Give it a script of its own that says `-- +goose NO TRANSACTION`.'
    : 'Give it a script of its own that says `-- migrate:up transaction:false`.';
}
