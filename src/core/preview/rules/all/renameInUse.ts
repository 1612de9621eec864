/** A name that running code still uses. */
import { quoteName } from '../../../schema/name.ts';
import type { Rule } from '../rule.ts';
import { namesText, operationsOf } from '../ruleTools.ts';

export const renameInUse: Rule = {
  id: 'rename-in-use',
  title: 'Code that runs during the migration does not know the new name.',
  severity: 'information',
  check: ({ statement, impact }) =>
    operationsOf(statement, 'renameColumn', 'renameTable', 'renameSchema').flatMap((operation) => {
      if (operation.kind === 'renameSchema')
        return [
          {
            message: `Code that runs knows only ${quoteName(operation.schema)}, and fails from the moment this is committed. Keep the name, or stop that code meanwhile.`,
          },
        ];
      if (impact.locks.length === 0) return [];
      const table = namesText([operation.table]);
      return operation.kind === 'renameTable'
        ? [{ message: messageOf(table, 'create a view of the old name along with it, and drop the view') }]
        : [
            {
              message: messageOf(
                `${table}.${quoteName(operation.column)}`,
                'add a column of the new name beside it, keep the two equal with a trigger, and drop the old one',
              ),
            },
          ];
    }),
};

function messageOf(name: string, advice: string): string {
  return `Code that runs knows only ${name}, and fails from the moment this is committed. To go without a pause, ${advice} once no code uses the old name.`;
}
