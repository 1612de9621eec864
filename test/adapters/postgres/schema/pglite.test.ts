/** The embedded PostgreSQL of the demo is read like a server. */
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Connection } from '../../../../src/app/ports.ts';
import { loadTemplate } from '../../../../src/demo/template.ts';
import { WireServer } from '../../../../src/demo/wire/wireServer.ts';
import { postgresCache } from '../../../demo/postgresCache.ts';
import { hasPostgres, PostgresServer } from '../../../support/postgres.ts';
import { reader, readSchema, withoutCounters } from './databases.ts';
import { richSchema } from './richSchema.ts';

const schema = richSchema(18, { code: true, extensions: false });
const signal = new AbortController().signal;
let database: PGlite;
let wire: WireServer;
let connection: Connection;

beforeAll(async () => {
  const { dataDir, files, wasm } = await loadTemplate(postgresCache);
  database = await PGlite.create({ loadDataDir: dataDir, fsBundle: files, pgliteWasmModule: wasm });
  await database.exec(schema);
  wire = new WireServer({ password: 'pw', databases: { shop: () => Promise.resolve(database) } });
  const target = {
    host: '127.0.0.1',
    port: await wire.listen(),
    database: 'shop',
    user: 'postgres',
    ssl: 'disable',
  } as const;
  connection = { target, password: 'pw' };
});

afterAll(() => wire.close());

test.runIf(hasPostgres(18))('the same statements make the same schema as on a server', async () => {
  const server = await PostgresServer.start(18);
  try {
    await server.createDatabase('shop', schema);
    const embedded = await reader.readSchema(connection, signal);
    expect(embedded.snapshot).toEqual((await readSchema(server, 'shop')).snapshot);
  } finally {
    await server.stop();
  }
});

test('what changes is seen', async () => {
  const before = await reader.readSchema(connection, signal);
  await database.exec('ALTER TABLE base ADD COLUMN again int');
  const after = await reader.readChanges(connection, withoutCounters(before), signal);
  expect(after.snapshot).toEqual((await reader.readSchema(connection, signal)).snapshot);
  expect(after.snapshot.tables.get('public\0users')).toBe(before.snapshot.tables.get('public\0users'));
});
