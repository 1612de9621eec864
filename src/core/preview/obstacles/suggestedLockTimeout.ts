/** How long a run may wait for a lock before it gives up, so that nobody waits behind it for longer. */
import { displayName } from '../../schema/name.ts';
import { stalledBy } from '../locks/conflicts.ts';
import type { RelationLock } from '../locks/impact.ts';
import { someNames } from '../someNames.ts';
import type { Activity, ServerSettings } from './activity.ts';
import type { LockingStatement } from './lockWaits.ts';

const USUAL_MS = 3000;
const NAMES_SHOWN = 3;

/** Whether sessions of the role give up in time as it is. */
export function hasShortTimeout({ lockTimeoutMs = 0, deadlockTimeoutMs = 0 }: ServerSettings): boolean {
  return lockTimeoutMs > deadlockTimeoutMs && lockTimeoutMs <= USUAL_MS;
}

/** `undefined` where no statement would stall daily work, or the role has a limit that does. @param run What sets none itself. */
export function suggestedLockTimeout(
  run: readonly LockingStatement[],
  { settings }: Pick<Activity, 'settings'>,
): { readonly ms: number; readonly reason: string } | undefined {
  if (hasShortTimeout(settings)) return undefined;
  const stalling = run
    // Given up half-way, what works CONCURRENTLY leaves an invalid index.
    .filter(({ refusesTransaction }) => refusesTransaction !== true)
    .flatMap(({ locks }) => locks)
    .filter(({ kind, mode }) => kind !== 'index' && stalledBy(mode) !== undefined);
  if (stalling.length === 0) return undefined;
  const why = `While a statement waits for its lock, ${stalledText(stalling)} wait behind it: give up soon and try again.`;
  const { deadlockTimeoutMs = 0, statementTimeoutMs = 0 } = settings;
  const ms = Math.max(USUAL_MS, deadlockTimeoutMs + 1000);
  const notes = [
    ...(ms > USUAL_MS
      ? [`It is longer than deadlock_timeout (${deadlockTimeoutMs} ms), after which an autovacuum gives way.`]
      : []),
    ...(statementTimeoutMs > 0 && statementTimeoutMs <= ms
      ? [`The statement_timeout of ${statementTimeoutMs} ms ends statements before that.`]
      : []),
  ];
  return { ms, reason: [why, ...notes].join(' ') };
}

/** `reads and writes of a and writes to b and c`. */
function stalledText(locks: readonly RelationLock[]): string {
  const namesIn = (all: readonly RelationLock[]) => new Set(all.map(({ relation }) => displayName(relation)));
  const readers = namesIn(locks.filter(({ mode }) => mode === 'ACCESS EXCLUSIVE'));
  const writers = [...namesIn(locks)].filter((name) => !readers.has(name));
  return [
    ...(readers.size === 0 ? [] : [`reads and writes of ${someNames([...readers], NAMES_SHOWN)}`]),
    ...(writers.length === 0 ? [] : [`writes to ${someNames(writers, NAMES_SHOWN)}`]),
  ].join(', and ');
}
