import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SchemaReading } from '../../../../src/app/schemaPorts.ts';
import { hasPostgres, PostgresServer, type PostgresVersion } from '../../../support/postgres.ts';
import { RecordingProxy } from '../../../support/proxy.ts';
import { connectionTo, inSession, reader, readSchema, tableOf, withoutCounters } from './databases.ts';
import { createRandomDdl } from './randomDdl.ts';
import { richSchema } from './richSchema.ts';

const versions = ([12, 15, 18] satisfies PostgresVersion[]).filter(hasPostgres);

const notNullRenamed = [
  'the usual name of NOT NULL',
  'ALTER TABLE users RENAME CONSTRAINT users_name_not_null TO named',
];

describe.each(versions)('PostgreSQL %i', (version) => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await PostgresServer.start(version);
    await server.run('postgres', 'CREATE ROLE someone');
    await server.createDatabase('shop', richSchema(version));
  });

  afterAll(async () => {
    await server.stop();
  });

  async function fork(name: string): Promise<string> {
    await server.createDatabase(name, '', 'shop');
    return name;
  }

  /** What a reading has learned after `sql`, with what it was before. */
  async function changesBy(name: string, sql: string) {
    await fork(name);
    return inSession(server, name, async (session) => {
      const before = await session.read();
      await server.run(name, sql);
      return { before, after: await session.readChanges(withoutCounters(before)) };
    });
  }

  test('where nothing was written, the answer is the earlier reading', async () => {
    const before = await readSchema(server, 'shop');
    const signal = new AbortController().signal;
    expect(await reader.readChanges(connectionTo(server, 'shop'), before, signal)).toBe(before);
  });

  test('rows that were written do not change the schema', async () => {
    const { before, after } = await changesBy('rows', 'INSERT INTO base VALUES (1)');
    expect(after.snapshot).toBe(before.snapshot);
    expect(after.marks.moment).not.toBe(before.marks.moment);
  });

  test('only what has changed is another object', async () => {
    const { before, after } = await changesBy(
      'one',
      "COMMENT ON COLUMN users.id IS 'counts'; CREATE TABLE new ();",
    );
    const others = [...before.snapshot.tables].filter(([, { name }]) => name.name !== 'users');
    for (const [key, table] of others) expect(after.snapshot.tables.get(key)).toBe(table);
    expect(tableOf(after.snapshot, 'users')).not.toEqual(tableOf(before.snapshot, 'users'));
    expect(tableOf(after.snapshot, 'new').columns).toEqual([]);
    expect(after.snapshot.views).toBe(before.snapshot.views);
    expect(after.snapshot.types).toBe(before.snapshot.types);
  });

  test('only the relations that have changed are asked for', async () => {
    await fork('asked');
    const before = await readSchema(server, 'asked');
    await server.run('asked', 'ALTER TABLE base ADD COLUMN again int');
    const proxy = await RecordingProxy.start(server.port);
    const { target, password } = connectionTo(server, 'asked');
    const connection = { target: { ...target, port: proxy.port }, password };
    await reader.readChanges(connection, withoutCounters(before), new AbortController().signal);
    await proxy.stop();
    const oids = [...before.marks.relations].filter(([, { name }]) =>
      /^(base|derived|address)$/.test(name.name),
    );
    const list = /WHERE c\.relkind IN [^;]*? AND c\.oid = ANY \('\{([\d,]+)\}'/.exec(
      proxy.statements.join('\n'),
    );
    expect(list?.[1]?.split(',').sort()).toEqual(oids.map(([oid]) => oid).sort());
  });

  test.each([
    ['a column, in foreign keys, views, policies and owners', 'ALTER TABLE users RENAME COLUMN id TO number'],
    ['a table', 'ALTER TABLE users RENAME TO people'],
    ['a sequence, in defaults', 'ALTER SEQUENCE counter RENAME TO tally'],
    ['a function, in triggers', 'ALTER FUNCTION touch() RENAME TO stamp'],
    ['a type, in columns and expressions', 'ALTER TYPE mood RENAME TO temper'],
    ['a label, in expressions', "ALTER TYPE mood RENAME VALUE 'happy' TO 'glad'"],
    ['a schema', 'ALTER SCHEMA audit RENAME TO journal'],
    ['the schema of an extension', 'ALTER EXTENSION citext SET SCHEMA public'],
    ['a role, in policies', 'ALTER POLICY own ON orders TO someone; ALTER ROLE someone RENAME TO anyone'],
    ['what belongs to an extension', 'ALTER EXTENSION citext ADD TABLE base'],
  ])('another name reaches what mentions it elsewhere: %s', async (about, sql) => {
    const name = about.replaceAll(/\W+/g, '_');
    const { before, after } = await changesBy(name, sql);
    expect(after.snapshot).toEqual((await readSchema(server, name)).snapshot);
    expect(after.snapshot).not.toEqual(before.snapshot);
    if (sql.includes('ROLE')) await server.run('postgres', 'ALTER ROLE anyone RENAME TO someone');
  });

  test.each([
    ['a constraint', 'ALTER TABLE orders DROP CONSTRAINT orders_user'],
    ['an index', 'DROP INDEX users_name'],
    ['a trigger', 'DROP TRIGGER users_touch ON users'],
    ['a policy', 'DROP POLICY own ON orders'],
    ['a comment on a column', 'COMMENT ON COLUMN users.name IS NULL'],
    ['a comment on an index', 'COMMENT ON INDEX users_name IS NULL'],
    ['a comment on a type', 'COMMENT ON TYPE mood IS NULL'],
    ['a table', 'DROP TABLE base CASCADE'],
    ['an owner', 'ALTER SEQUENCE renamed_seq OWNED BY NONE'],
    ['inheritance', 'ALTER TABLE derived NO INHERIT base'],
    ['a function', 'DROP FUNCTION several'],
    ...(version >= 18 ? [notNullRenamed] : []),
  ])('what is gone leaves no other trace: %s', async (about, sql) => {
    const name = `without_${about.replaceAll(/\W+/g, '_')}`;
    const { before, after } = await changesBy(name, sql);
    expect(after.snapshot).toEqual((await readSchema(server, name)).snapshot);
    expect(after.snapshot).not.toEqual(before.snapshot);
  });

  test('a change by a session that is still there is seen by the counters in the end', async () => {
    await fork('counted');
    await inSession(server, 'counted', async (session) => {
      const before = await session.read();
      await server.run('counted', 'CREATE TABLE counted ()');
      const sees = async (): Promise<boolean> =>
        (await session.readChanges(before)).snapshot.tables.has('public\0counted');
      await expect.poll(sees, { timeout: 20_000 }).toBe(true);
    });
  });

  test.each([1, 2])(
    'random changes, read one after the other, lead where a whole reading does (seed %i)',
    async (seed) => {
      const name = await fork(`random${seed}`);
      const next = createRandomDdl(seed);
      const client = await server.connect(name);
      await inSession(server, name, async (session) => {
        let reading: SchemaReading = await session.read();
        for (let step = 0; step < 40; step++) {
          const tried = [next(), next()];
          for (const sql of tried) await client.query(sql).catch(() => undefined);
          reading = await session.readChanges(withoutCounters(reading));
          const whole = await session.read();
          expect({ step, tried, snapshot: reading.snapshot }).toEqual({
            step,
            tried,
            snapshot: whole.snapshot,
          });
          expect(reading.marks.relations).toEqual(whole.marks.relations);
          expect([...reading.sizes.keys()].sort()).toEqual([...whole.sizes.keys()].sort());
        }
      });
      await client.end();
    },
  );
});
