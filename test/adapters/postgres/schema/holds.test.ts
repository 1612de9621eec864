/** What was sealed in one run and is looked at in another, each in a session of its own. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SchemaReading } from '../../../../src/app/schemaPorts.ts';
import { type SchemaSeal, sealOf } from '../../../../src/app/schemaSeal.ts';
import { hasPostgres, PostgresServer, type PostgresVersion } from '../../../support/postgres.ts';
import { connectionTo, reader, readSchema } from './databases.ts';
import { createRandomDdl } from './randomDdl.ts';
import { richSchema } from './richSchema.ts';

const versions = ([12, 18] satisfies PostgresVersion[]).filter(hasPostgres);

function sealed(reading: SchemaReading): SchemaSeal {
  const seal = sealOf(reading);
  if (seal === undefined) throw new Error('Nothing was being changed while it was read.');
  return seal;
}

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

  const holds = (name: string, seal: SchemaSeal): Promise<boolean> =>
    reader.holds(connectionTo(server, name), seal, new AbortController().signal);

  async function sealedFork(name: string): Promise<SchemaSeal> {
    await server.createDatabase(name, '', 'shop');
    return sealed(await readSchema(server, name));
  }

  test('a schema that nobody wrote to is as it was, also where rows were written', async () => {
    const seal = await sealedFork('rows');
    expect(await holds('rows', seal)).toBe(true);
    for (const sql of ['INSERT INTO base VALUES (1)', 'ANALYZE base', 'VACUUM FREEZE pg_class'])
      await server.run('rows', sql);
    expect(await holds('rows', seal)).toBe(true);
  });

  test.each([
    'COMMENT ON COLUMN users.name IS NULL',
    'CREATE TABLE new ()',
    'DROP TABLE base CASCADE',
    'DROP INDEX users_name',
    'ALTER TABLE users RENAME COLUMN id TO number',
    'DROP FUNCTION several',
    "ALTER TYPE mood RENAME VALUE 'happy' TO 'glad'",
    'DROP POLICY own ON orders',
    'ALTER EXTENSION citext SET SCHEMA public',
  ])('something has changed: %s', async (sql) => {
    const name = sql.replaceAll(/\W+/g, '_');
    const seal = await sealedFork(name);
    await server.run(name, sql);
    expect(await holds(name, seal)).toBe(false);
  });

  test('a name without a schema means something else', async () => {
    const seal = await sealedFork('searched');
    await server.run('searched', 'ALTER DATABASE searched SET search_path = audit, public');
    expect(await holds('searched', seal)).toBe(false);
  });

  test('a database of the same name is another one', async () => {
    const seal = await sealedFork('again');
    await server.run('postgres', 'DROP DATABASE again');
    await server.createDatabase('again', '', 'shop');
    expect(await holds('again', seal)).toBe(false);
    expect(await holds('again', sealed(await readSchema(server, 'again')))).toBe(true);
  });

  test('so many transactions later that their ids begin to mean others', async () => {
    const seal = await sealedFork('later');
    const [, next] = seal.moment.split(':');
    const moment = `1:${Number(next) - 2_000_000_000}:`;
    expect(await holds('later', { ...seal, moment })).toBe(false);
  });

  test('what is being changed is not sealed', async () => {
    await server.createDatabase('busy', '', 'shop');
    const client = await server.connect('busy');
    await client.query('BEGIN; ALTER TABLE users ADD COLUMN busy int');
    expect(sealOf(await readSchema(server, 'busy'))).toBeUndefined();
    await client.end();
  });

  test('after random changes no seal holds of a schema that is another one', async () => {
    await server.createDatabase('random', '', 'shop');
    const next = createRandomDdl(3);
    const client = await server.connect('random');
    let reading = await readSchema(server, 'random');
    const held = { changed: 0, same: 0 };
    for (let step = 0; step < 40; step++) {
      const sql = next();
      await client.query(sql).catch(() => undefined);
      const isSame = await holds('random', sealed(reading));
      const now = await readSchema(server, 'random');
      if (isSame) expect({ sql, snapshot: now.snapshot }).toEqual({ sql, snapshot: reading.snapshot });
      held[isSame ? 'same' : 'changed']++;
      reading = now;
    }
    await client.end();
    expect(held.changed).toBeGreaterThan(0);
    expect(held.same).toBeGreaterThan(0);
  });
});
