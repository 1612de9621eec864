/** Which statements of a run would wait for locks that others hold, and who would wait behind them. */
import { counted } from '../../drift/words.ts';
import { displayName, sameName } from '../../schema/name.ts';
import { conflicts, stalledBy } from '../locks/conflicts.ts';
import type { RelationLock } from '../locks/impact.ts';
import { someNames } from '../someNames.ts';
import type { HeldLock, Obstacle } from './activity.ts';

export interface LockingStatement {
  readonly revision: string;
  /** Counted from 0, in the revision. */
  readonly index: number;
  readonly locks: readonly RelationLock[];
  /** Refuses a transaction: what works CONCURRENTLY waits for every older transaction. */
  readonly refusesTransaction?: boolean;
  readonly rewrites?: readonly RelationLock['relation'][];
  /** Statements with the same one keep each other's locks until its end. */
  readonly transaction?: string;
}

/** A statement and the lock of somebody else that it would wait for. */
export interface Wait {
  readonly statement: LockingStatement;
  readonly wanted: RelationLock;
  readonly held: HeldLock;
}

export function waitsFor(run: readonly LockingStatement[], locks: readonly HeldLock[]): readonly Wait[] {
  return run.flatMap((statement) =>
    statement.locks.flatMap((wanted) => {
      const held = locks.find(
        (one) => sameName(one.relation, wanted.relation) && conflicts(one.mode, wanted.mode),
      );
      return held === undefined ? [] : [{ statement, wanted, held }];
    }),
  );
}

/** Which statement would wait, and who behind it. */
export function queueText(waits: readonly Wait[], run: readonly LockingStatement[]): string {
  const [first] = waits;
  if (first === undefined) return '';
  const { statement, wanted } = first;
  const others = new Set(waits.map(({ statement: one }) => placeText(one)));
  others.delete(placeText(statement));
  const more = others.size === 0 ? '' : `, and so would ${counted(others.size, 'later statement')}`;
  const name = displayName(wanted.relation);
  const stalled = stalledBy(wanted.mode);
  const behind =
    stalled === undefined
      ? 'Daily work would go on meanwhile; other changes of the schema and VACUUM would not.'
      : `Meanwhile ${stalled} of ${name} would queue behind it.`;
  return `${capital(placeText(statement))} would wait for it with ${wanted.mode} on ${name}${more}. ${behind}${keptText(first, run)}`;
}

/** What the same transaction has locked before stays locked as long as it waits. */
function keptText({ statement, wanted }: Wait, run: readonly LockingStatement[]): string {
  if (statement.transaction === undefined) return '';
  const before = run
    .slice(0, run.indexOf(statement))
    .filter(({ transaction }) => transaction === statement.transaction)
    .flatMap(({ locks }) => locks)
    .filter(
      ({ kind, mode, relation }) =>
        kind !== 'index' && stalledBy(mode) !== undefined && !sameName(relation, wanted.relation),
    );
  const names = [...new Set(before.map(({ relation }) => displayName(relation)))];
  if (names.length === 0) return '';
  return ` What the same transaction has locked before, ${someNames(names, KEPT_SHOWN)}, would stay locked as long.`;
}

const KEPT_SHOWN = 3;

export const placeText = ({ revision, index }: LockingStatement): string =>
  `statement ${index + 1} of ${revision}`;
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function placesOf(waits: readonly Wait[]): Obstacle['statements'] {
  const places = new Map(
    waits.map(({ statement: { revision, index } }) => [`${revision}\0${index}`, { revision, index }]),
  );
  return [...places.values()];
}
