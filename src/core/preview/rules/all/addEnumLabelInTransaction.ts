/** A label that cannot be used before it is committed, or not be added in a transaction at all. */
import type { Rule } from '../rule.ts';
import { operationsOf } from '../ruleTools.ts';

export const addEnumLabelInTransaction: Rule = {
  id: 'add-enum-label-in-transaction',
  title: 'A label of an enum that is added in a transaction cannot be used in it.',
  severity: 'information',
  check: ({ statement }) =>
    statement.autocommit
      ? []
      : operationsOf(statement, 'addEnumLabel').map(({ label }) => ({
          message: `Nothing in the same transaction can use '${label}', and Alembic runs the whole upgrade in one unless it is told otherwise. Add it in \`with op.get_context().autocommit_block():\`.`,
        })),
};
