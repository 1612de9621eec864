/**
 * Who is in the way of a run right now: which statement would queue behind whom, and whom it would stall meanwhile,
 * because whoever asks for a lock that conflicts with one that is waited for waits as well.
 *
 * Of a moment: what comes later is not foreseen. Advice only: nothing is ended by this program.
 */

import { listText } from '../../drift/words.ts';
import { literal } from '../../schema/ddl/sqlText.ts';
import { displayName, nameKey } from '../../schema/name.ts';
import type {
  ActiveSession,
  Activity,
  HeldLock,
  Obstacle,
  PreparedTransaction,
  ReplicaLag,
  RunningVacuum,
} from './activity.ts';
import {
  capital,
  type LockingStatement,
  placesOf,
  placeText,
  queueText,
  type Wait,
  waitsFor,
} from './lockWaits.ts';
import { sinceText, who } from './sessionWords.ts';

export function obstaclesOf(run: readonly LockingStatement[], activity: Activity): readonly Obstacle[] {
  return [
    ...activity.preparedTransactions.flatMap((one) => preparedObstacle(run, one)),
    ...activity.sessions.flatMap((session) => sessionObstacle(run, session, activity)),
    ...wraparoundUnlocked(run, activity),
    ...activity.sessions.flatMap((session) => longTransaction(run, session)),
    ...activity.replicas.flatMap((replica) => laggingReplica(run, replica)),
  ];
}

function sessionObstacle(
  run: readonly LockingStatement[],
  session: ActiveSession,
  { vacuums, settings }: Activity,
): readonly Obstacle[] {
  const waits = waitsFor(run, session.locks);
  if (waits.length === 0) return [];
  const vacuum = vacuums.find(({ pid, isAutovacuum }) => pid === session.pid && isAutovacuum);
  if (vacuum !== undefined) return [autovacuumObstacle(vacuum, waits, run, settings.deadlockTimeoutMs)];
  const { pid } = session;
  const holds = holdsText(waits, session);
  const advice = `End it with SELECT pg_terminate_backend(${pid}) if it may end, or wait until it has.`;
  return [
    {
      kind: 'lock',
      severity: 'blocks',
      pid,
      message: `${who(session)} ${holds}. ${queueText(waits, run)} ${advice}`,
      statements: placesOf(waits),
    },
  ];
}

/** `holds ROW EXCLUSIVE on orders, in a transaction that is 12 minutes old and idle`. */
function holdsText(
  waits: readonly Wait[],
  { transactionSeconds, state, waitsFor: behind }: ActiveSession,
): string {
  const locks = [
    ...new Map(waits.map(({ held }) => [`${nameKey(held.relation)} ${held.mode}`, held])).values(),
  ];
  const text = (all: readonly HeldLock[]) =>
    listText(all.map(({ mode, relation }) => `${mode} on ${displayName(relation)}`));
  const [granted, waiting] = [locks.filter((one) => one.granted), locks.filter((one) => !one.granted)];
  const parts = [
    ...(granted.length === 0 ? [] : [`holds ${text(granted)}`]),
    ...(waiting.length === 0
      ? []
      : [`waits for ${text(waiting)}${behind.length === 0 ? '' : ` behind ${sessionsText(behind)}`}`]),
  ];
  const age =
    transactionSeconds === undefined ? '' : `, in a transaction begun ${sinceText(transactionSeconds)} ago`;
  const idle = state?.startsWith('idle in transaction') === true ? ', and is idle in it' : '';
  return `${parts.join(' and ')}${age}${age === '' && idle !== '' ? ', idle in its transaction' : idle}`;
}

const sessionsText = (pids: readonly number[]): string =>
  `${pids.length === 1 ? 'session' : 'sessions'} ${listText(pids.map(String))}`;

function autovacuumObstacle(
  { pid, toPreventWraparound }: RunningVacuum,
  waits: readonly Wait[],
  run: readonly LockingStatement[],
  deadlockTimeoutMs: number | undefined,
): Obstacle {
  const name = displayName(waits[0]?.held.relation ?? { name: '' });
  const common = { pid, statements: placesOf(waits) };
  if (toPreventWraparound === true)
    return {
      ...common,
      kind: 'wraparoundVacuum',
      severity: 'blocks',
      message: `An autovacuum to prevent wraparound is at work on ${name} (session ${pid}) and does not give way. ${queueText(waits, run)} Wait until it has ended; one that is cancelled starts again.`,
    };
  const after =
    deadlockTimeoutMs === undefined ? '' : `, after ${deadlockTimeoutMs / 1000} s (deadlock_timeout)`;
  const unless =
    toPreventWraparound === undefined
      ? ', unless it is to prevent wraparound, which this role may not see'
      : '';
  return {
    ...common,
    kind: 'lock',
    severity: 'risk',
    message: `An autovacuum is at work on ${name} (session ${pid}). It gives way to whoever waits for it${after}${unless}: allow more than that as lock_timeout.`,
  };
}

/** Where the vacuum is known, but not its lock, as right at its start. */
function wraparoundUnlocked(
  run: readonly LockingStatement[],
  { vacuums, sessions }: Activity,
): readonly Obstacle[] {
  return vacuums.flatMap((vacuum): readonly Obstacle[] => {
    const { relation, pid, toPreventWraparound } = vacuum;
    if (relation === undefined || toPreventWraparound !== true) return [];
    if (sessions.some((one) => one.pid === pid && waitsFor(run, one.locks).length > 0)) return [];
    const waits = waitsFor(run, [{ relation, mode: 'SHARE UPDATE EXCLUSIVE', granted: true }]);
    return waits.length === 0 ? [] : [autovacuumObstacle(vacuum, waits, run, undefined)];
  });
}

function preparedObstacle(
  run: readonly LockingStatement[],
  { name, seconds, locks }: PreparedTransaction,
): readonly Obstacle[] {
  const waits = waitsFor(run, locks);
  const [first] = waits;
  if (first === undefined) return [];
  const quoted = literal(name);
  return [
    {
      kind: 'preparedTransaction',
      severity: 'blocks',
      message: `The prepared transaction ${quoted} holds ${first.held.mode} on ${displayName(first.held.relation)}, for ${sinceText(seconds)}, without a session. ${queueText(waits, run)} Settle it first, with COMMIT PREPARED or ROLLBACK PREPARED ${quoted}, as its application decides.`,
      statements: placesOf(waits),
    },
  ];
}

/** From which age on a transaction is worth a word. */
const LONG_SECONDS = 5;

/** Whatever it reads: an index that is built CONCURRENTLY waits until all older transactions have ended. */
function longTransaction(run: readonly LockingStatement[], session: ActiveSession): readonly Obstacle[] {
  const { transactionSeconds, pid, command } = session;
  const waiting = run.filter((one) => one.refusesTransaction === true && one.locks.length > 0);
  const [first] = waiting;
  const isVacuum = command === 'VACUUM' || command === 'autovacuum';
  if (
    first === undefined ||
    isVacuum ||
    transactionSeconds === undefined ||
    transactionSeconds < LONG_SECONDS
  )
    return [];
  if (waitsFor(waiting, session.locks).length > 0) return [];
  const state = session.state?.startsWith('idle in transaction') ? ' and is idle in it' : '';
  return [
    {
      kind: 'longTransaction',
      severity: 'blocks',
      pid,
      message: `${who(session)} has had a transaction open for ${sinceText(transactionSeconds)}${state}. ${capital(placeText(first))} works CONCURRENTLY and waits until every older transaction has ended, whatever it reads; nobody waits behind it. End it with SELECT pg_terminate_backend(${pid}) if it may end.`,
      statements: waiting.map(({ revision, index }) => ({ revision, index })),
    },
  ];
}

const LAG_SECONDS = 10;
const LAG_BYTES = 64 * 1024 * 1024;

/** A rewrite sends the whole table through the log once more. */
function laggingReplica(
  run: readonly LockingStatement[],
  { name, replayLagSeconds, replayLagBytes }: ReplicaLag,
): readonly Obstacle[] {
  const rewriting = run.filter(({ rewrites }) => rewrites !== undefined && rewrites.length > 0);
  const lags = [
    ...((replayLagSeconds ?? 0) > LAG_SECONDS ? [sinceText(replayLagSeconds ?? 0)] : []),
    ...((replayLagBytes ?? 0) > LAG_BYTES
      ? [`${Math.round((replayLagBytes ?? 0) / 1024 ** 2)} MB of log`]
      : []),
  ];
  if (rewriting.length === 0 || lags.length === 0) return [];
  const tables = new Set(rewriting.flatMap(({ rewrites }) => rewrites ?? []).map(displayName));
  return [
    {
      kind: 'replicaLag',
      severity: 'risk',
      message: `Replica ${name} is ${listText(lags)} behind. Rewriting ${listText([...tables])} sends all of it through the log once more, so the replica falls back further. Wait until it has caught up.`,
      statements: rewriting.map(({ revision, index }) => ({ revision, index })),
    },
  ];
}
