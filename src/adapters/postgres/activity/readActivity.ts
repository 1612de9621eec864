/** What is going on in a database right now: read in one short transaction that reads only and waits for nobody. */
import type { ActivityReader } from '../../../app/previewPorts.ts';
import { conflicts } from '../../../core/preview/locks/conflicts.ts';
import { type LockMode, lockModes } from '../../../core/preview/locks/impact.ts';
import type {
  ActiveSession,
  Activity,
  HeldLock,
  PreparedTransaction,
  ReplicaLag,
  RunningVacuum,
  ServerSettings,
} from '../../../core/preview/obstacles/activity.ts';
import type { ConnectionTimeouts } from '../../../core/settings.ts';
import type { Row } from '../connect.ts';
import { type Session, withSession } from '../connect.ts';
import { beginReading, endReading } from '../queries.ts';
import {
  findLocks,
  findPrepared,
  findReplicas,
  findSessions,
  findSettings,
  findVacuums,
  findWaits,
  lockLimit,
  whoAsks,
} from './activityQueries.ts';

export const readActivity: ActivityReader = (connection, timeouts, signal) =>
  withSession(connection, timeouts, signal, (session) => readIn(session, timeouts));

async function readIn(session: Session, timeouts: ConnectionTimeouts): Promise<Activity> {
  await session.query(beginReading(timeouts));
  const locks = await session.query(findLocks);
  const waits = await session.query(findWaits);
  const sessions = await session.query(findSessions);
  const vacuums = await session.query(findVacuums);
  const replicas = await session.query(findReplicas);
  const prepared = await session.query(findPrepared);
  const settings = await session.query(findSettings);
  const [asker] = await session.query(whoAsks);
  await session.query(endReading);
  return {
    sessions: sessionsOf(sessions, locks, waits),
    vacuums: vacuumsOf(sessions, vacuums, locks),
    replicas: replicas.flatMap(toReplica),
    preparedTransactions: prepared.map((row) => toPrepared(row, locks)),
    settings: settingsOf(settings),
    hidden: [
      ...(locks.length > lockLimit ? [tooManyLocks()] : []),
      ...hiddenFrom(asker?.role ?? '', sessions, replicas),
    ],
  };
}

/** Made where it is told: the first number that is formatted for a language takes 40 ms. */
const tooManyLocks = (): string =>
  `More than ${lockLimit.toLocaleString('en')} locks are held there; some of those who only read are not told.`;

function sessionsOf(
  rows: readonly Row[],
  locks: readonly Row[],
  waits: readonly Row[],
): readonly ActiveSession[] {
  return rows.flatMap((row): readonly ActiveSession[] => {
    const held = locks.filter(({ pid }) => pid === row.pid).flatMap(toLock);
    const session: ActiveSession = {
      pid: Number(row.pid),
      user: row.user ?? undefined,
      application: row.application === '' ? undefined : (row.application ?? undefined),
      state: row.state ?? undefined,
      transactionSeconds: numberOf(row.transaction_seconds),
      querySeconds: numberOf(row.query_seconds),
      command: row.autovacuum === 't' ? 'autovacuum' : row.command?.toUpperCase(),
      locks: held,
      waitsFor: blockersOf(row.pid, waits),
    };
    const isOpen = session.transactionSeconds !== undefined && row.here === 't';
    return held.length > 0 || isOpen ? [session] : [];
  });
}

function blockersOf(pid: Row[string] | undefined, waits: readonly Row[]): readonly number[] {
  const blocking = waits.filter((one) => {
    const [wanted, held] = [modeOf(one.wanted), modeOf(one.held)];
    return one.waiter === pid && wanted !== undefined && held !== undefined && conflicts(wanted, held);
  });
  return [...new Set(blocking.map(({ holder }) => Number(holder)))];
}

function toLock(row: Row): readonly HeldLock[] {
  const mode = modeOf(row.mode);
  if (mode === undefined) return [];
  const relation = { schema: row.schema ?? '', name: row.name ?? '' };
  return [{ relation, mode, granted: row.granted === 't' }];
}

/** `AccessShareLock` → `ACCESS SHARE`. */
function modeOf(text: string | null | undefined): LockMode | undefined {
  const words = text
    ?.replace(/Lock$/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
  return lockModes.find((mode) => mode === words);
}

/** Those at work, and autovacuums that have a table locked without having begun. */
function vacuumsOf(
  sessions: readonly Row[],
  rows: readonly Row[],
  locks: readonly Row[],
): readonly RunningVacuum[] {
  const working = new Map(rows.map((row) => [row.pid, row]));
  const waiting = sessions.filter(
    ({ pid, autovacuum, here }) => autovacuum === 't' && here === 't' && !working.has(pid ?? null),
  );
  return [...rows, ...waiting].map((row) => {
    const session = sessions.find(({ pid }) => pid === row.pid);
    const own = row.schema == null ? locks.find((lock) => isVacuumLock(lock, row.pid)) : row;
    const name = own?.name ?? undefined;
    return {
      pid: Number(row.pid),
      relation: name === undefined ? undefined : { schema: own?.schema ?? '', name },
      toPreventWraparound: session?.hidden === 't' ? undefined : session?.wraparound === 't',
      isAutovacuum: session !== undefined && isAutovacuum(session),
    };
  });
}

/** Workers have no user; where the role may not see what they are, that tells. */
const isAutovacuum = ({ autovacuum, user, hidden }: Row): boolean =>
  autovacuum === 't' || (hidden === 't' && user === null);

const isVacuumLock = ({ pid, mode }: Row, vacuum: Row[string] | undefined): boolean =>
  pid === vacuum && mode === 'ShareUpdateExclusiveLock';

function toReplica(row: Row): readonly ReplicaLag[] {
  const { name, hidden, seconds, bytes } = row;
  if (hidden === 't') return [];
  return [
    { name: name || 'without a name', replayLagSeconds: numberOf(seconds), replayLagBytes: numberOf(bytes) },
  ];
}

function toPrepared(row: Row, locks: readonly Row[]): PreparedTransaction {
  const own = locks.filter(({ pid, transaction }) => pid === null && transaction === row.transaction);
  return { name: row.name ?? '', seconds: numberOf(row.seconds) ?? 0, locks: own.flatMap(toLock) };
}

function settingsOf(rows: readonly Row[]): ServerSettings {
  const value = (name: string) => rows.find((row) => row.name === name)?.value ?? undefined;
  return {
    timeZone: value('TimeZone'),
    lockTimeoutMs: numberOf(value('lock_timeout')),
    statementTimeoutMs: numberOf(value('statement_timeout')),
    deadlockTimeoutMs: numberOf(value('deadlock_timeout')),
  };
}

function hiddenFrom(role: string, sessions: readonly Row[], replicas: readonly Row[]): readonly string[] {
  const others = sessions.filter(({ hidden }) => hidden === 't').length;
  const grant = `Allow it with: GRANT pg_read_all_stats TO ${role};`;
  return [
    ...(others === 0
      ? []
      : [
          `This role may not see since when ${others === 1 ? 'one other session has' : `${others} other sessions have`} been at work and on what: their locks are known, but not how old their transactions are, nor whether an autovacuum is to prevent wraparound. ${grant}`,
        ]),
    ...(replicas.some((row) => row.hidden === 't')
      ? [`This role may not see how far replicas are behind. ${grant}`]
      : []),
  ];
}

function numberOf(text: string | null | undefined): number | undefined {
  return text === null || text === undefined ? undefined : Number(text);
}
