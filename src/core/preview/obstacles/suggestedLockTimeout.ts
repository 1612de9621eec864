/** How long a run may wait for a lock before it gives up, so that nobody waits behind it for longer. */
import { listText } from '../../drift/words.ts';
import { displayName } from '../../schema/name.ts';
import { stalledBy } from '../locks/conflicts.ts';
import type { Activity } from './activity.ts';
import type { LockingStatement } from './lockWaits.ts';

const USUAL_MS = 3000;
const NAMES_SHOWN = 3;

/** `undefined` where no statement would stall daily work. */
export function suggestedLockTimeout(
  run: readonly LockingStatement[],
  { settings }: Pick<Activity, 'settings'>,
): { readonly ms: number; readonly reason: string } | undefined {
  const stalling = run
    // Given up half-way, what works CONCURRENTLY leaves an invalid index.
    .filter(({ refusesTransaction }) => refusesTransaction !== true)
    .flatMap(({ locks }) => locks)
    .filter(({ kind, mode }) => kind !== 'index' && stalledBy(mode) !== undefined);
  if (stalling.length === 0) return undefined;
  const names = [...new Set(stalling.map(({ relation }) => displayName(relation)))];
  const more = names.length - NAMES_SHOWN;
  const of = listText(more > 0 ? [...names.slice(0, NAMES_SHOWN), `${more} more`] : names);
  const stalled = stalling.some(({ mode }) => mode === 'ACCESS EXCLUSIVE') ? 'reads and writes' : 'writes';
  const why = `While a statement waits for its lock, ${stalled} of ${of} wait behind it: give up soon and try again.`;
  const { lockTimeoutMs = 0, deadlockTimeoutMs = 0, statementTimeoutMs = 0 } = settings;
  if (lockTimeoutMs > 0 && lockTimeoutMs <= USUAL_MS && lockTimeoutMs > deadlockTimeoutMs)
    return { ms: lockTimeoutMs, reason: `${why} This role has it already.` };
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
