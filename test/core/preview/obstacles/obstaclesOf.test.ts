import { describe, expect, test } from 'vitest';
import { conflicts } from '../../../../src/core/preview/locks/conflicts.ts';
import { type LockMode, lockModes } from '../../../../src/core/preview/locks/impact.ts';
import type { ActiveSession, Activity } from '../../../../src/core/preview/obstacles/activity.ts';
import type { LockingStatement } from '../../../../src/core/preview/obstacles/lockWaits.ts';
import { obstaclesOf } from '../../../../src/core/preview/obstacles/obstaclesOf.ts';
import { withoutOwnTimeout } from '../../../../src/core/preview/obstacles/ownLockTimeout.ts';
import { sinceText } from '../../../../src/core/preview/obstacles/sessionWords.ts';
import { suggestedLockTimeout } from '../../../../src/core/preview/obstacles/suggestedLockTimeout.ts';

const idle: Activity = {
  sessions: [],
  vacuums: [],
  replicas: [],
  preparedTransactions: [],
  settings: { timeZone: 'UTC', lockTimeoutMs: 0, statementTimeoutMs: 0, deadlockTimeoutMs: 1000 },
  hidden: [],
};

const table = (name: string) => ({ schema: 'public', name });

function statement(index: number, mode: LockMode, name: string, more: Partial<LockingStatement> = {}) {
  return { revision: 'a1', index, locks: [{ relation: table(name), kind: 'table', mode }], ...more } as const;
}

function session(more: Partial<ActiveSession>, ...locks: readonly (readonly [LockMode, string, boolean?])[]) {
  return {
    pid: 4711,
    user: 'app',
    application: 'worker',
    state: 'idle in transaction',
    transactionSeconds: 725,
    querySeconds: 700,
    command: 'UPDATE',
    waitsFor: [],
    locks: locks.map(([mode, name, granted = true]) => ({ relation: table(name), mode, granted })),
    ...more,
  } satisfies ActiveSession;
}

/** Of each obstacle: kind, severity, places and message. */
function told(run: readonly LockingStatement[], activity: Partial<Activity>): readonly string[] {
  return obstaclesOf(run, { ...idle, ...activity }).map(
    ({ kind, severity, statements, message }) =>
      `${kind} ${severity} ${statements.map(({ revision, index }) => `${revision}/${index}`).join(' ')}: ${message}`,
  );
}

test('the conflicts of the manual: symmetric, and each mode excludes as many as the table there has crosses', () => {
  const counts = lockModes.map((mode) => lockModes.filter((other) => conflicts(mode, other)).length);
  expect(counts).toEqual([1, 2, 4, 5, 5, 6, 7, 8]);
  for (const a of lockModes) for (const b of lockModes) expect(conflicts(a, b)).toBe(conflicts(b, a));
  expect(conflicts('SHARE', 'SHARE')).toBe(false);
  expect(conflicts('SHARE UPDATE EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE')).toBe(true);
});

describe('a session with a lock in the way', () => {
  test('who, since when, which statement waits, whom it stalls, and what to do', () => {
    const run = [statement(0, 'SHARE ROW EXCLUSIVE', 'users'), statement(1, 'ACCESS EXCLUSIVE', 'orders')];
    expect(told(run, { sessions: [session({}, ['ROW EXCLUSIVE', 'orders'])] })).toEqual([
      'lock blocks a1/1: Session 4711 (app, worker) holds ROW EXCLUSIVE on orders, in a transaction begun 12 minutes ago, and is idle in it. Statement 2 of a1 would wait for it with ACCESS EXCLUSIVE on orders. Meanwhile all reads and writes of orders would queue behind it. End it with SELECT pg_terminate_backend(4711) if it may end, or wait until it has.',
    ]);
  });

  test('one that works says at what; later statements wait as well', () => {
    const run = [
      statement(0, 'SHARE', 'orders'),
      statement(1, 'ACCESS EXCLUSIVE', 'orders'),
      statement(2, 'SHARE', 'orders'),
    ];
    const sessions = [session({ state: 'active' }, ['ROW EXCLUSIVE', 'orders'])];
    const [message = ''] = told(run, { sessions });
    expect(message).toContain(
      'lock blocks a1/0 a1/1 a1/2: Session 4711 (app, worker), running UPDATE, holds',
    );
    expect(message).toContain('with SHARE on orders, and so would 2 later statements.');
    expect(message).toContain('Meanwhile all writes of orders would queue behind it.');
  });

  test('one that waits itself is waited for too', () => {
    const sessions = [
      session({ state: 'active', waitsFor: [12, 13] }, ['ACCESS EXCLUSIVE', 'orders', false]),
    ];
    const [message = ''] = told([statement(0, 'SHARE UPDATE EXCLUSIVE', 'orders')], { sessions });
    expect(message).toContain('waits for ACCESS EXCLUSIVE on orders behind sessions 12 and 13');
    expect(message).toContain('Daily work would go on meanwhile');
  });

  test('what the same transaction has locked before stays locked, what another has does not', () => {
    const run = (transaction: string) => [
      statement(0, 'ACCESS EXCLUSIVE', 'users', { transaction: 't1' }),
      statement(1, 'ACCESS EXCLUSIVE', 'orders', { transaction }),
    ];
    const sessions = [session({}, ['ROW EXCLUSIVE', 'orders'])];
    const kept = 'What the same transaction has locked before, users, would stay locked as long.';
    expect(told(run('t1'), { sessions })[0]).toContain(kept);
    expect(told(run('t2'), { sessions })[0]).not.toContain('locked before');
  });

  test('what the role may not see is left out, not guessed', () => {
    const hidden = { state: undefined, transactionSeconds: undefined, command: undefined };
    const sessions = [session({ ...hidden, application: undefined }, ['ACCESS SHARE', 'orders'])];
    const [message = ''] = told([statement(0, 'ACCESS EXCLUSIVE', 'orders')], { sessions });
    expect(message).toContain('Session 4711 (app) holds ACCESS SHARE on orders. Statement 1');
  });

  test('locks that go together, and other tables, are in nobody’s way', () => {
    const sessions = [session({}, ['ACCESS SHARE', 'orders'], ['ACCESS EXCLUSIVE', 'users'])];
    expect(told([statement(0, 'SHARE ROW EXCLUSIVE', 'orders')], { sessions })).toEqual([]);
  });
});

describe('vacuums', () => {
  const vacuum = (toPreventWraparound: boolean | undefined) => ({
    sessions: [
      session({ command: 'autovacuum', state: 'active' }, ['SHARE UPDATE EXCLUSIVE', 'orders'] as const),
    ],
    vacuums: [{ pid: 4711, relation: table('orders'), toPreventWraparound, isAutovacuum: true }],
  });
  const run = [statement(0, 'ACCESS EXCLUSIVE', 'orders')];

  test('an autovacuum gives way', () => {
    expect(told(run, vacuum(false))).toEqual([
      'lock risk a1/0: An autovacuum is at work on orders (session 4711). It gives way to whoever waits for it, after 1 s (deadlock_timeout): allow more than that as lock_timeout.',
    ]);
  });

  test('or may not, where the role cannot see which it is', () => {
    expect(told(run, vacuum(undefined))).toEqual([
      expect.stringMatching(/^lock risk .*unless it is to prevent wraparound, which this role may not see/),
    ]);
  });

  test('one to prevent wraparound does not', () => {
    const [message = '', ...others] = told(run, vacuum(true));
    expect(others).toEqual([]);
    expect(message).toContain(
      'wraparoundVacuum blocks a1/0: An autovacuum to prevent wraparound is at work on orders (session 4711) and does not give way. Statement 1 of a1 would wait',
    );
  });

  test('nor one whose lock was not seen', () => {
    expect(told(run, { ...vacuum(true), sessions: [] })).toHaveLength(1);
  });
});

describe('what works CONCURRENTLY', () => {
  const run = [statement(0, 'SHARE UPDATE EXCLUSIVE', 'orders', { refusesTransaction: true })];

  test('waits for every older transaction, whatever it reads', () => {
    expect(told(run, { sessions: [session({}, ['ACCESS SHARE', 'users'])] })).toEqual([
      'longTransaction blocks a1/0: Session 4711 (app, worker) has had a transaction open for 12 minutes and is idle in it. Statement 1 of a1 works CONCURRENTLY and waits until every older transaction has ended, whatever it reads; nobody waits behind it. End it with SELECT pg_terminate_backend(4711) if it may end.',
    ]);
  });

  test('but a short one is not worth a word, a vacuum is not waited for, and other statements do not care', () => {
    expect(told(run, { sessions: [session({ transactionSeconds: 2 })] })).toEqual([]);
    expect(told(run, { sessions: [session({ command: 'VACUUM' })] })).toEqual([]);
    expect(told([statement(0, 'ACCESS EXCLUSIVE', 'orders')], { sessions: [session({})] })).toEqual([]);
  });

  test('a session that is in the way twice is told once', () => {
    const sessions = [session({}, ['SHARE', 'orders'])];
    expect(told(run, { sessions }).map((one) => one.split(' ')[0])).toEqual(['lock']);
  });
});

test('a prepared transaction has no session to end', () => {
  const preparedTransactions = [
    {
      name: "it's",
      seconds: 200_000,
      locks: [{ relation: table('orders'), mode: 'ROW EXCLUSIVE', granted: true }],
    },
  ] as const;
  const [message = ''] = told([statement(0, 'ACCESS EXCLUSIVE', 'orders')], { preparedTransactions });
  expect(message).toContain(
    "preparedTransaction blocks a1/0: The prepared transaction 'it''s' holds ROW EXCLUSIVE on orders, for 2 days, without a session.",
  );
  expect(message).toContain("ROLLBACK PREPARED 'it''s'");
});

test('a replica that is behind falls back further by a rewrite, and only by one', () => {
  const replicas = [
    { name: 'far', replayLagSeconds: 90, replayLagBytes: 200 * 1024 ** 2 },
    { name: 'near', replayLagSeconds: 1, replayLagBytes: 0 },
    { name: 'silent', replayLagSeconds: undefined, replayLagBytes: undefined },
  ];
  const rewriting = [statement(0, 'ACCESS EXCLUSIVE', 'orders', { rewrites: [table('orders')] })];
  expect(told(rewriting, { replicas })).toEqual([
    'replicaLag risk a1/0: Replica far is 90 seconds and 200 MB of log behind. Rewriting orders sends all of it through the log once more, so the replica falls back further. Wait until it has caught up.',
  ]);
  expect(told([statement(0, 'ACCESS EXCLUSIVE', 'orders', { rewrites: [] })], { replicas })).toEqual([]);
});

describe('the lock_timeout to set', () => {
  const settings = (more: Partial<Activity['settings']>) => ({ settings: { ...idle.settings, ...more } });

  test('says whom a waiting statement would stall', () => {
    const run = [statement(0, 'ACCESS EXCLUSIVE', 'orders'), statement(1, 'SHARE', 'users')];
    expect(suggestedLockTimeout(run, idle)).toEqual({
      ms: 3000,
      reason:
        'While a statement waits for its lock, reads and writes of orders, and writes to users wait behind it: give up soon and try again.',
    });
  });

  test('leaves an autovacuum the time to give way', () => {
    const run = [statement(0, 'SHARE', 'orders')];
    const { ms, reason } = suggestedLockTimeout(run, settings({ deadlockTimeoutMs: 5000 })) ?? {};
    expect(ms).toBe(6000);
    expect(reason).toContain('deadlock_timeout (5000 ms)');
  });

  test('a role that has one needs none', () => {
    const run = [statement(0, 'SHARE', 'orders')];
    expect(suggestedLockTimeout(run, settings({ lockTimeoutMs: 2000 }))).toBeUndefined();
    expect(suggestedLockTimeout(run, settings({ lockTimeoutMs: 500 }))?.ms).toBe(3000);
  });

  test.each<[string, readonly string[]]>([
    ["SET lock_timeout = '2s'", ['ALTER 1', 'ALTER 2']],
    ["/* soon */ set session lock_timeout to '2s';", ['ALTER 1', 'ALTER 2']],
    ["SET LOCAL lock_timeout TO '2s'", ['ALTER 1']],
    ["SELECT set_config('lock_timeout', '2s', true)", ['ALTER 1']],
    ["SELECT pg_catalog.set_config('lock_timeout', '2s', false)", ['ALTER 1', 'ALTER 2']],
    ["SET lock_timeout = '0'", []],
    ['SET lock_timeout = DEFAULT', []],
    ["SET statement_timeout = '2s'", []],
  ])('is not for what comes after %s', (set, covered) => {
    const run = [
      { ...statement(0, 'SHARE', 'a'), transaction: '0', sql: set },
      { ...statement(1, 'SHARE', 'b'), transaction: '0', sql: 'ALTER 1' },
      { ...statement(2, 'SHARE', 'c'), transaction: '1', sql: 'ALTER 2' },
    ];
    const left = withoutOwnTimeout(run, true).map(({ sql }) => sql);
    expect(run.slice(1).flatMap(({ sql }) => (left.includes(sql) ? [] : [sql]))).toEqual(covered);
  });

  test('ends with a RESET', () => {
    const run = ["SET lock_timeout = '2s'", 'ALTER 1', 'RESET lock_timeout', 'ALTER 2'].map((sql, index) => ({
      ...statement(index, 'SHARE', 'a'),
      transaction: '0',
      sql,
    }));
    expect(withoutOwnTimeout(run, true).map(({ sql }) => sql)).toEqual(['RESET lock_timeout', 'ALTER 2']);
  });

  test('none where nobody is stalled, nor for what would leave an invalid index', () => {
    expect(suggestedLockTimeout([statement(0, 'SHARE UPDATE EXCLUSIVE', 'orders')], idle)).toBeUndefined();
    const concurrently = statement(0, 'ACCESS EXCLUSIVE', 'orders', { refusesTransaction: true });
    expect(suggestedLockTimeout([concurrently], idle)).toBeUndefined();
  });
});

test('times as people say them', () => {
  expect([0, 1, 90, 120, 725, 7200, 200_000].map(sinceText)).toEqual([
    '1 second',
    '1 second',
    '90 seconds',
    '2 minutes',
    '12 minutes',
    '2 hours',
    '2 days',
  ]);
});
