/** A script that ends the transaction that its tool has opened. */
import { saysNoTransaction, sqlToolOf } from '../fixes/sqlTool.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { bareSql } from '../ruleTools.ts';

export const transactionControl: Rule = {
  id: 'transaction-control',
  title: 'COMMIT or ROLLBACK in a script ends the transaction of the migration.',
  severity: 'warning',
  check: (input) => {
    const [, verb] =
      /^(COMMIT|END|ROLLBACK|ABORT)\b(?! TO\b| PREPARED\b)/.exec(bareSql(input.statement)) ?? [];
    const tool = verb === undefined ? undefined : toolOf(input);
    if (tool === undefined) return [];
    // With nothing before it, a script only leaves the transaction.
    const before = input.impacts.slice(0, input.index);
    if (before.every(({ locks, basis }) => locks.length === 0 && basis !== 'unknown')) return [];
    const isUndone = verb === 'ROLLBACK' || verb === 'ABORT';
    const stays = isUndone
      ? 'What stands before it in the script is undone, although the script is recorded as applied.'
      : 'What stands before it stays even if a later step fails and the script is not recorded as applied.';
    return [{ message: `This ends the transaction that ${tool} opened. ${stays} ${remedies[tool]}` }];
  },
};

const remedies = {
  Alembic:
    'Put what needs to be outside of the transaction into `with op.get_context().autocommit_block():`, or into a migration of its own.',
  goose: 'Say `-- +goose NO TRANSACTION`, or give each transaction a script of its own.',
  dbmate: 'Say `-- migrate:up transaction:false`, or give each transaction a script of its own.',
} as const;

/** That opens one for this script. */
function toolOf({ statement, script }: RuleInput): keyof typeof remedies | undefined {
  const isElsewhere = statement.location.file !== script.file;
  if (statement.autocommit || isElsewhere || saysNoTransaction(script)) return undefined;
  if (script.language === 'python')
    return /AUTOCOMMIT|isolation_level/.test(script.text) ? undefined : 'Alembic';
  const tool = sqlToolOf(script);
  return tool === 'goose' || tool === 'dbmate' ? tool : undefined;
}
