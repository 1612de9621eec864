/** A schema that goes with all that is in it. */
import { quoteName } from '../../../schema/name.ts';
import type { Rule } from '../rule.ts';
import { fewNamesText, operationsOf } from '../ruleTools.ts';

export const dropSchema: Rule = {
  id: 'drop-schema',
  title: 'DROP SCHEMA … CASCADE loses all tables in it.',
  severity: 'warning',
  check: ({ statement, revision }) =>
    operationsOf(statement, 'dropSchema').flatMap(({ schema, cascade }) => {
      const tables = [...revision.before.tables.values()].filter(({ name }) => name.schema === schema);
      if (cascade !== true || tables.length === 0) return [];
      const names = fewNamesText(tables.map(({ name }) => ({ name: name.name })));
      return [
        {
          message: `All that is in ${quoteName(schema)} is gone for good: the rows of ${names}, and what depends on them elsewhere. Drop by name what nobody uses any more, and the empty schema last.`,
        },
      ];
    }),
};
