/** A lock that is waited for while others are held: whoever needs those waits along. */
import { nameKey, type QualifiedName } from '../../../schema/name.ts';
import type { Rule } from '../rule.ts';
import { beforeInTransaction, fewNamesText, lockedTables } from '../ruleTools.ts';

export const wideLockWindow: Rule = {
  id: 'wide-lock-window',
  title: 'A lock on a second table is waited for while the first stays locked.',
  severity: 'information',
  isGeneral: true,
  check: (input) => {
    const wanted = lockedTables(input.impact, 'SHARE');
    if (input.statement.autocommit || wanted.length === 0) return [];
    const held = new Map<string, QualifiedName>();
    for (const { impact } of beforeInTransaction(input)) {
      // Once in a transaction: what follows has the same remedy.
      if (joining(lockedTables(impact, 'SHARE'), held).length > 0) return [];
      for (const one of lockedTables(impact, 'ACCESS EXCLUSIVE')) held.set(nameKey(one), one);
    }
    const others = joining(wanted, held);
    if (others.length === 0) return [];
    const message = `While this waits for its lock on ${fewNamesText(others)}, reads and writes of ${fewNamesText([...held.values()])} wait as well; and with a transaction that locks them in another order, it can end in a deadlock. Change one table in each migration where they are busy.`;
    return [{ message }];
  },
};

/** Tables besides those that are held, where there are any. */
function joining(
  tables: readonly QualifiedName[],
  held: ReadonlyMap<string, QualifiedName>,
): readonly QualifiedName[] {
  return held.size === 0 ? [] : tables.filter((one) => !held.has(nameKey(one)));
}
