/** What refuses a transaction, in one. */
import type { Rule } from '../rule.ts';

export const concurrentlyInTransaction: Rule = {
  id: 'concurrently-in-transaction',
  title: 'A statement that refuses to run inside of a transaction is in one.',
  severity: 'error',
  check: ({ statement, impact, script }) =>
    impact.refusesTransaction && !statement.autocommit
      ? [
          {
            message:
              script.language === 'python'
                ? 'This cannot run inside of the migration’s transaction. Put it into `with op.get_context().autocommit_block():`.'
                : 'This cannot run inside of a transaction. Give it a script of its own, and tell the tool to run that without one.',
          },
        ]
      : [],
};
