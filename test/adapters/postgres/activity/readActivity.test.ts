import { Client, type ClientConfig } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readActivity } from '../../../../src/adapters/postgres/activity/readActivity.ts';
import type { ActiveSession, Activity } from '../../../../src/core/preview/obstacles/activity.ts';
import { defaultSettings } from '../../../../src/core/settings.ts';
import {
  hasPostgres,
  PostgresServer,
  postgresVersions,
  superuser,
  superuserPassword,
} from '../../../support/postgres.ts';

const password = 'pw';
const createTables = `
CREATE ROLE visitor LOGIN PASSWORD '${password}';
ALTER ROLE visitor SET "TimeZone" = 'Asia/Tokyo';
ALTER ROLE visitor SET lock_timeout = '1500ms';
CREATE TABLE orders (id int PRIMARY KEY, total int);
INSERT INTO orders VALUES (1, 1);
CREATE SCHEMA "Odd Schema";
CREATE TABLE "Odd Schema"."odd name" (id int);
`;

describe.each(postgresVersions.filter(hasPostgres))('PostgreSQL %i', (version) => {
  let server: PostgresServer;
  const open: Client[] = [];

  beforeAll(async () => {
    server = await PostgresServer.start(version, {
      settings: { max_prepared_transactions: '5', autovacuum: 'off' },
    });
    await server.createDatabase('shop', createTables);
  });

  afterEach(async () => {
    for (const client of open.splice(0)) await client.end();
  });

  afterAll(async () => {
    await server.stop();
  });

  /** A session that has run these statements and stays. */
  async function session(sql: string, database = 'shop'): Promise<{ client: Client; pid: number }> {
    const client = await server.connect(database);
    open.push(client);
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await client.query(sql);
    return { client, pid: rows[0]?.pid ?? 0 };
  }

  function read(user = superuser): Promise<Activity> {
    const connection = {
      target: server.target('shop', user),
      password: user === superuser ? superuserPassword : password,
    };
    return readActivity(connection, defaultSettings.connection, new AbortController().signal);
  }

  /** Once it waits for a lock, which the server says itself. */
  async function untilWaiting(pid: number): Promise<void> {
    const { client } = await session('SELECT 1', 'postgres');
    for (;;) {
      const { rows } = await client.query('SELECT FROM pg_locks WHERE NOT granted AND pid = $1', [pid]);
      if (rows.length > 0) return;
    }
  }

  const one = ({ sessions }: Activity, pid: number): ActiveSession | undefined =>
    sessions.find((each) => each.pid === pid);

  test('nobody is at work: only settings, and not the session that asks', async () => {
    const activity = await read();
    expect(activity).toEqual({
      sessions: [],
      vacuums: [],
      replicas: [],
      preparedTransactions: [],
      settings: expect.objectContaining({
        lockTimeoutMs: 0,
        statementTimeoutMs: 0,
        deadlockTimeoutMs: 1000,
      }),
      hidden: [],
    });
  });

  test('a session that is idle in its transaction, with its locks and no word of its query but the first', async () => {
    const { pid } = await session(
      `BEGIN; SET LOCAL application_name = 'worker'; UPDATE orders SET total = length('secret') WHERE id = 1`,
    );
    const found = one(await read(), pid);
    expect(found).toMatchObject({
      user: superuser,
      application: 'worker',
      state: 'idle in transaction',
      waitsFor: [],
    });
    expect(found?.transactionSeconds).toBeGreaterThanOrEqual(0);
    expect(found?.locks).toContainEqual({
      relation: { schema: 'public', name: 'orders' },
      mode: 'ROW EXCLUSIVE',
      granted: true,
    });
    expect(JSON.stringify(found)).not.toContain('secret');
  });

  test('only words of SQL are told of a query', async () => {
    const { client, pid } = await session('BEGIN');
    await client.query('DECLARE c CURSOR FOR SELECT * FROM orders');
    expect(one(await read(), pid)?.command).toBe('DECLARE');
    await client.query('/* secret */ SELECT 1');
    expect(one(await read(), pid)?.command).toBeUndefined();
    await expect(client.query('hunter2 is no SQL')).rejects.toThrow();
    expect(JSON.stringify(await read())).not.toContain('hunter2');
  });

  test('who waits, for which lock, and for whom', async () => {
    const holder = await session('BEGIN; SELECT FROM orders');
    const waiter = await session('BEGIN');
    const locking = waiter.client.query('LOCK TABLE orders IN ACCESS EXCLUSIVE MODE');
    await untilWaiting(waiter.pid);
    const activity = await read();
    expect(one(activity, waiter.pid)).toMatchObject({
      state: 'active',
      command: 'LOCK',
      waitsFor: [holder.pid],
    });
    expect(one(activity, waiter.pid)?.locks).toContainEqual({
      relation: { schema: 'public', name: 'orders' },
      mode: 'ACCESS EXCLUSIVE',
      granted: false,
    });
    expect(one(activity, holder.pid)?.waitsFor).toEqual([]);
    await holder.client.query('ROLLBACK');
    await locking;
  });

  test('who waits for a row waits for the transaction that has changed it', async () => {
    const holder = await session('BEGIN; UPDATE orders SET total = 2');
    const waiter = await session('BEGIN');
    const updating = waiter.client.query('UPDATE orders SET total = 3');
    await untilWaiting(waiter.pid);
    expect(one(await read(), waiter.pid)?.waitsFor).toEqual([holder.pid]);
    await holder.client.query('ROLLBACK');
    await updating;
  });

  test('a table that somebody has locked altogether does not hold up the reading', async () => {
    const { pid } = await session(
      'BEGIN; LOCK TABLE orders, "Odd Schema"."odd name" IN ACCESS EXCLUSIVE MODE',
    );
    const found = one(await read(), pid);
    expect(found?.locks.map(({ relation, mode }) => `${relation.schema}.${relation.name} ${mode}`)).toEqual([
      'Odd Schema.odd name ACCESS EXCLUSIVE',
      'public.orders ACCESS EXCLUSIVE',
    ]);
  });

  test('a transaction without a lock is told as well, one of another database is not', async () => {
    const here = await session('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1');
    const elsewhere = await session('BEGIN; SELECT 1', 'postgres');
    const activity = await read();
    expect(one(activity, here.pid)?.locks).toEqual([]);
    expect(one(activity, elsewhere.pid)).toBeUndefined();
  });

  test('a prepared transaction, which has no session', async () => {
    const { client } = await session(`BEGIN; DELETE FROM orders; PREPARE TRANSACTION 'it''s'`);
    try {
      const { preparedTransactions, sessions } = await read();
      expect(preparedTransactions).toEqual([
        {
          name: "it's",
          seconds: expect.any(Number),
          locks: expect.arrayContaining([
            { relation: { schema: 'public', name: 'orders' }, mode: 'ROW EXCLUSIVE', granted: true },
          ]),
        },
      ]);
      expect(sessions).toEqual([]);
    } finally {
      await client.query(`ROLLBACK PREPARED 'it''s'`);
    }
  });

  test('a vacuum at work, by hand', async () => {
    await server.run('shop', 'CREATE TABLE slow AS SELECT generate_series(1, 20000) AS id; DELETE FROM slow');
    const { client, pid } = await session(
      'SET vacuum_cost_delay = 100; SET vacuum_cost_limit = 1; SET vacuum_cost_page_hit = 100',
    );
    const vacuuming = client.query('VACUUM slow').catch(() => undefined);
    let vacuums: Activity['vacuums'] = [];
    while (vacuums.length === 0) ({ vacuums } = await read());
    expect(vacuums).toEqual([
      {
        pid,
        relation: { schema: 'public', name: 'slow' },
        toPreventWraparound: false,
        isAutovacuum: false,
      },
    ]);
    await server.run('postgres', `SELECT pg_cancel_backend(${pid})`);
    await vacuuming;
  });

  test('a role with nothing but CONNECT learns of the locks, and is told what it cannot see', async () => {
    const { pid } = await session('BEGIN; UPDATE orders SET total = 4');
    const { sessions, hidden, settings } = await read('visitor');
    const [found] = sessions;
    expect(found).toMatchObject({ pid, user: superuser });
    expect([found?.state, found?.transactionSeconds, found?.command]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(found?.locks.map(({ mode }) => mode)).toContain('ROW EXCLUSIVE');
    expect(hidden).toEqual([expect.stringContaining('GRANT pg_read_all_stats TO visitor;')]);
    expect(settings).toMatchObject({ timeZone: 'Asia/Tokyo', lockTimeoutMs: 1500 });
  });

  test('the same role sees it all with that grant', async () => {
    const { client, pid } = await session('BEGIN');
    await client.query('UPDATE orders SET total = 5');
    await server.run('shop', 'GRANT pg_read_all_stats TO visitor');
    try {
      const activity = await read('visitor');
      expect(activity.hidden).toEqual([]);
      expect(one(activity, pid)).toMatchObject({ state: 'idle in transaction', command: 'UPDATE' });
    } finally {
      await server.run('shop', 'REVOKE pg_read_all_stats FROM visitor');
    }
  });

  test('a replica, and whether the role may see how far it is behind', async () => {
    const config = { host: '127.0.0.1', port: server.port, user: superuser, password: superuserPassword };
    const asReplica = { application_name: 'standby', replication: 'database' } as ClientConfig;
    const standby = new Client({ ...config, database: 'shop', ...asReplica });
    open.push(standby);
    await standby.connect();
    const { replicas } = await read();
    expect(replicas).toEqual([{ name: 'standby', replayLagSeconds: undefined, replayLagBytes: undefined }]);
    const { replicas: seen, hidden } = await read('visitor');
    expect(seen).toEqual([]);
    expect(hidden.at(-1)).toMatch(/^This role may not see how far replicas are behind\. .*GRANT/);
  });

  test('nothing is left open', async () => {
    await read();
    const { client } = await session('SELECT 1');
    const { rows } = await client.query(
      `SELECT FROM pg_stat_activity WHERE application_name = 'driftline' AND xact_start IS NOT NULL`,
    );
    expect(rows).toEqual([]);
  });
});

/** The server decides when: it is asked until it has begun. */
test.runIf(hasPostgres(18))('an autovacuum to prevent wraparound', async () => {
  const server = await PostgresServer.start(18, {
    settings: {
      autovacuum_naptime: '1s',
      autovacuum_vacuum_cost_delay: '100ms',
      autovacuum_vacuum_cost_limit: '1',
    },
  });
  try {
    await server.createDatabase(
      'shop',
      `CREATE ROLE visitor LOGIN PASSWORD '${password}';
       CREATE TABLE orders WITH (autovacuum_freeze_max_age = 100000, autovacuum_enabled = false) AS SELECT generate_series(1, 50000) AS id;`,
    );
    const burn = 'BEGIN FOR i IN 1..100100 LOOP PERFORM txid_current(); COMMIT; END LOOP; END';
    await server.run('shop', `DO $$ ${burn} $$`);
    const read = (user: string, secret: string) =>
      readActivity(
        { target: server.target('shop', user), password: secret },
        defaultSettings.connection,
        new AbortController().signal,
      );
    const onOrders = ({ vacuums }: Activity) => vacuums.filter(({ relation }) => relation?.name === 'orders');
    let found: Activity['vacuums'] = [];
    while (found.length === 0) found = onOrders(await read(superuser, superuserPassword));
    const [{ pid } = { pid: 0 }] = found;
    const relation = { schema: 'public', name: 'orders' };
    expect(found).toEqual([{ pid, relation, toPreventWraparound: true, isAutovacuum: true }]);
    expect(onOrders(await read('visitor', password))).toEqual([
      { pid, relation, toPreventWraparound: undefined, isAutovacuum: true },
    ]);
  } finally {
    await server.stop();
  }
});
