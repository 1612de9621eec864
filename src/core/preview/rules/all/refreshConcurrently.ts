/** A materialized view nobody can read meanwhile. */

import { nameKey } from '../../../schema/name.ts';
import { insertAfter, saferFix, withFix } from '../fixes/saferForm.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { bareSql, namesText } from '../ruleTools.ts';

export const refreshConcurrently: Rule = {
  id: 'refresh-concurrently',
  title: 'A materialized view cannot be read while it is refreshed.',
  severity: 'warning',
  check: (input) => {
    const sql = bareSql(input.statement);
    const views = input.impact.locks.filter(({ kind }) => kind === 'materializedView');
    if (!/^REFRESH MATERIALIZED VIEW (?!CONCURRENTLY)/.test(sql) || /\bWITH NO DATA$/.test(sql)) return [];
    if (views.length === 0) return [];
    const waits = `Nobody can read ${namesText(views.map(({ relation }) => relation))} until it is computed.`;
    if (!hasUniqueIndex(input))
      return [
        {
          message: `${waits} Give it a unique index on columns, without a condition: then REFRESH … CONCURRENTLY lets reads go on.`,
        },
      ];
    const message = `${waits} REFRESH … CONCURRENTLY lets reads go on, once the view was filled.`;
    return [withFix({ message }, saferFix(input, form))];
  },
};

const form = {
  title: 'Refresh the view CONCURRENTLY',
  steps: [{ kind: 'own', sql: insertAfter(/^REFRESH\s+MATERIALIZED\s+VIEW\b/i, 'CONCURRENTLY') }],
} as const;

function hasUniqueIndex({ statement, impact }: RuleInput): boolean {
  const views = statement.steps[0]?.before.views;
  return impact.locks.some(
    ({ relation, kind }) =>
      kind === 'materializedView' &&
      views
        ?.get(nameKey(relation))
        ?.indexes.some(
          ({ unique, predicate, keys }) =>
            unique && predicate === undefined && keys.every(({ column }) => column !== undefined),
        ) === true,
  );
}
