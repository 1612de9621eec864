/** A column whose data goes. */
import type { Rule } from '../rule.ts';
import { namesText, operationsOf } from '../ruleTools.ts';

export const dropColumn: Rule = {
  id: 'drop-column',
  title: 'Dropping a column loses its data, and breaks code that still names it.',
  severity: 'information',
  check: ({ statement, impact }) =>
    operationsOf(statement, 'dropColumn')
      .filter(() => impact.locks.length > 0)
      .map(({ table, column }) => ({
        message: `The data of ${namesText([table])}.${column} is gone for good, and code that still runs and names it fails. Deploy code that does not use it first; keep a copy if it may be missed.`,
      })),
};
