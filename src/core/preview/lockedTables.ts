/**
 * Which tables a run locks, and what it does to their rows meanwhile. A lock is held to the end of its transaction: what a
 * later one does to the rows, it does under its own.
 */
import { groupBy } from '../groupBy.ts';
import { nameKey, type QualifiedName } from '../schema/name.ts';
import { type LockMode, lockModes } from './locks/impact.ts';
import type { LockedTable, RevisionPreview, RunPreview, StatementPreview } from './runPreview.ts';

/**
 * Each table with the strongest lock on it, and with one that stops writes for longer, if that is another. The strongest
 * first, of equal ones the largest.
 */
export function lockedTables(
  revisions: readonly Pick<RevisionPreview, 'statements'>[],
  transactions: RunPreview['transactions'],
): readonly LockedTable[] {
  const all = transactionsIn(revisions, transactions).flatMap(lockedInOne);
  const byTable = groupBy(all, ({ table }) => nameKey(table));
  return [...byTable.values()]
    .flatMap(tellingLocks)
    .sort((a, b) => strength(b.mode) - strength(a.mode) || (b.bytes ?? 0) - (a.bytes ?? 0));
}

/** The greater, the more others wait. */
export const strength = (mode: LockMode): number => lockModes.indexOf(mode);

function transactionsIn(
  revisions: readonly Pick<RevisionPreview, 'statements'>[],
  transactions: RunPreview['transactions'],
): readonly (readonly StatementPreview[])[] {
  const found: StatementPreview[][] = [[]];
  for (const { statements } of revisions) {
    for (const statement of statements) {
      if (statement.autocommit) found.push([statement], []);
      else found.at(-1)?.push(statement);
    }
    if (transactions === 'revision') found.push([]);
  }
  return found;
}

function lockedInOne(statements: readonly StatementPreview[]): readonly LockedTable[] {
  const found = new Map<string, LockedTable>();
  for (const { impact, tables } of statements) {
    const has = (names: readonly QualifiedName[], key: string) => names.some((one) => nameKey(one) === key);
    for (const size of tables) {
      const key = nameKey(size.table);
      const lock = impact.locks.find(({ relation }) => nameKey(relation) === key);
      if (lock === undefined) continue;
      const known = found.get(key);
      found.set(key, {
        ...size,
        mode: known !== undefined && strength(known.mode) > strength(lock.mode) ? known.mode : lock.mode,
        rewrite: known?.rewrite === true || has(impact.rewrites, key),
        scan: known?.scan === true || has(impact.scans, key),
      });
    }
  }
  return [...found.values()];
}

const works = ({ rewrite, scan }: LockedTable): boolean => rewrite || scan;

/** Of one table in several transactions. */
function tellingLocks(all: readonly LockedTable[]): readonly LockedTable[] {
  const order = [...all].sort(
    (a, b) => strength(b.mode) - strength(a.mode) || Number(works(b)) - Number(works(a)),
  );
  const [strongest] = order;
  if (strongest === undefined || works(strongest)) return order.slice(0, 1);
  const longer = order.find((one) => works(one) && strength(one.mode) >= strength('SHARE'));
  return longer === undefined ? [strongest] : [strongest, longer];
}
