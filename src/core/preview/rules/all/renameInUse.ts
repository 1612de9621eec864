/** A name that running code still uses. */
import type { Rule } from '../rule.ts';
import { namesText, operationsOf } from '../ruleTools.ts';

export const renameInUse: Rule = {
  id: 'rename-in-use',
  title: 'Code that runs during the migration does not know the new name.',
  severity: 'information',
  check: ({ statement, impact }) =>
    impact.locks.length === 0
      ? []
      : operationsOf(statement, 'renameColumn', 'renameTable').map((operation) => ({
          message: `Code that runs now fails with the old name, and the next release with the new one, until both are changed. Instead of renaming ${namesText([operation.table])}${operation.kind === 'renameColumn' ? `.${operation.column}` : ''}, add the new one beside it, or a view of the old name.`,
        })),
};
