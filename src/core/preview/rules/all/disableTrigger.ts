/** Triggers that are switched off, and not on again. */
import { nameKey, type QualifiedName } from '../../../schema/name.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { bareSql, lockedTables, namesText } from '../ruleTools.ts';

export const disableTrigger: Rule = {
  id: 'disable-trigger',
  title: 'Triggers that are disabled, and not enabled again, stay off for everybody.',
  severity: 'warning',
  check: (input) => {
    if (input.impact.locks.length === 0) return [];
    const sql = bareSql(input.statement);
    if (!/\bDISABLE TRIGGER\b/.test(sql)) return [];
    const tables = lockedTables(input.impact, 'SHARE ROW EXCLUSIVE').filter(
      (one) => !isEnabledLater(input, one),
    );
    if (tables.length === 0) return [];
    const on = namesText(tables);
    if (/\bDISABLE TRIGGER ALL\b/.test(sql))
      return [
        {
          message: `The triggers of ${on}, and those that check its foreign keys, stay off for everybody once this is committed. Enable them again in the same transaction.`,
        },
      ];
    return [
      {
        message: `Triggers of ${on} stay off for everybody once this is committed. Enable them again in the same transaction, or drop them.`,
      },
    ];
  },
};

function isEnabledLater({ index, revision, impacts }: RuleInput, table: QualifiedName): boolean {
  return revision.statements.some(
    (one, at) =>
      at > index &&
      /\bENABLE (?:ALWAYS |REPLICA )?TRIGGER\b/.test(bareSql(one)) &&
      impacts[at]?.locks.some(({ relation }) => nameKey(relation) === nameKey(table)),
  );
}
