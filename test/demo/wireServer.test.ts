import { once } from 'node:events';
import { connect } from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { loadTemplate, type Template } from '../../src/demo/template.ts';
import { WireServer } from '../../src/demo/wire/wireServer.ts';
import { postgresCache } from './postgresCache.ts';

let template: Template;
let server: WireServer;
let port: number;
const clients: pg.Client[] = [];

beforeAll(async () => {
  template = await loadTemplate(postgresCache);
  // Who has to wait for another client's transaction is refused at once.
  server = new WireServer({ password: 'right', databases: { shop: openShop }, waitLimitMs: 0 });
  port = await server.listen();
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((one) => one.end()));
  await (await client()).query('TRUNCATE item');
  await clients.pop()?.end();
});

afterAll(() => server.close());

async function openShop(): Promise<PGlite> {
  const { dataDir, files, wasm } = template;
  const database = await PGlite.create({ loadDataDir: dataDir, fsBundle: files, pgliteWasmModule: wasm });
  await database.exec(`
    CREATE ROLE app LOGIN; CREATE ROLE nobody; GRANT CREATE ON SCHEMA public TO app;
    SET ROLE app; CREATE TABLE item (id int PRIMARY KEY, name text); RESET ROLE`);
  return database;
}

async function client(config: pg.ClientConfig = {}): Promise<pg.Client> {
  const one = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'app',
    password: 'right',
    database: 'shop',
    ...config,
  });
  // A server that stops ends its clients.
  one.on('error', () => undefined);
  await one.connect();
  clients.push(one);
  return one;
}

async function items(of: pg.Client): Promise<number> {
  const { rows } = await of.query<{ readonly n: number }>('SELECT count(*)::int AS n FROM item');
  return rows[0]?.n ?? -1;
}

async function settingOf(of: pg.Client, setting: string): Promise<string | undefined> {
  const { rows } = await of.query<{ readonly value: string }>('SELECT current_setting($1) AS value', [
    setting,
  ]);
  return rows[0]?.value;
}

test('a session is the role that logged in', async () => {
  const { rows } = await (await client()).query('SELECT session_user, current_user');
  expect(rows).toEqual([{ session_user: 'app', current_user: 'app' }]);
});

test.each([
  [{ password: 'wrong' }, '28P01'],
  [{ password: 'righ' }, '28P01'],
  [{ user: 'stranger' }, '28000'],
  [{ user: 'nobody' }, '28000'],
  [{ database: 'bakery' }, '3D000'],
])('connecting with %o is refused with %s', async (config, code) => {
  await expect(client(config)).rejects.toMatchObject({ code });
});

test('startup options become settings of the session', async () => {
  const one = await client({
    options: '-c work_mem=1MB --search-path=pg_catalog',
    application_name: 'shelf',
  });
  expect(await settingOf(one, 'work_mem')).toBe('1MB');
  expect(await settingOf(one, 'search_path')).toBe('pg_catalog');
  expect(await settingOf(one, 'application_name')).toBe('shelf');
});

test('a setting that does not exist ends the connection with the reason', async () => {
  await expect(client({ options: '-c no_such_setting=1' })).rejects.toMatchObject({ code: '42704' });
});

test('TLS is declined, as a server without it does', async () => {
  await expect(client({ ssl: { rejectUnauthorized: false } })).rejects.toThrow(/SSL/);
});

test('a query with parameters, a named one and several statements at once', async () => {
  const one = await client();
  const named = { name: 'double', text: 'SELECT $1::int * 2 AS n' };
  expect((await one.query('SELECT $1::text AS t', ['ä€😀'])).rows).toEqual([{ t: 'ä€😀' }]);
  expect((await one.query({ ...named, values: [4] })).rows).toEqual([{ n: 8 }]);
  expect((await one.query({ ...named, values: [5] })).rows).toEqual([{ n: 10 }]);
  const results = await one.query('SELECT 1 AS a; SELECT 2 AS b');
  expect(results).toMatchObject([{ rows: [{ a: 1 }] }, { rows: [{ b: 2 }] }]);
});

test('a result of several megabytes arrives whole', async () => {
  const { rows } = await (await client()).query(
    `SELECT repeat('x', 1000) AS t FROM generate_series(1, 5000)`,
  );
  expect(rows).toHaveLength(5000);
});

test('an error leaves the session usable, in both protocols', async () => {
  const one = await client();
  await expect(one.query('SELECT 1/0')).rejects.toMatchObject({ code: '22012' });
  await expect(one.query('SELECT 1/$1::int', [0])).rejects.toMatchObject({ code: '22012' });
  expect((await one.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});

test('a failed transaction stays failed until it is rolled back', async () => {
  const one = await client();
  await one.query('BEGIN');
  await one.query(`INSERT INTO item VALUES (1, 'nail')`);
  await expect(one.query('SELECT nothing')).rejects.toMatchObject({ code: '42703' });
  await expect(one.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' });
  await one.query('ROLLBACK');
  expect(await items(one)).toBe(0);
});

test.each([
  'COPY item FROM STDIN',
  '/* load */ copy item (id)\nfrom stdin with (format csv)',
  'SELECT 1; COPY item FROM STDIN',
])('%j is refused, and the session goes on', async (copy) => {
  const one = await client();
  await expect(one.query(copy)).rejects.toMatchObject({ code: '0A000', hint: 'Write the rows with INSERT.' });
  await expect(one.query({ text: copy, queryMode: 'extended' } as pg.QueryConfig)).rejects.toThrow();
  expect(await items(one)).toBe(0);
});

test('clients take turns, each with its own settings and prepared statements', async () => {
  const [one, two] = [await client(), await client()];
  const named = { name: 'mine', text: 'SELECT $1::int + 1 AS n' };
  await one.query(`SET work_mem = '7MB'`);
  await one.query('PREPARE by_sql AS SELECT 42 AS n');
  expect((await one.query({ ...named, values: [1] })).rows).toEqual([{ n: 2 }]);
  await two.query(`SET work_mem = '9MB'`);
  await expect(two.query('EXECUTE by_sql')).rejects.toMatchObject({ code: '26000' });
  expect(await settingOf(one, 'work_mem')).toBe('7MB');
  expect((await one.query('EXECUTE by_sql')).rows).toEqual([{ n: 42 }]);
  expect((await one.query({ ...named, values: [2] })).rows).toEqual([{ n: 3 }]);
  expect(await settingOf(two, 'work_mem')).toBe('9MB');
});

test('many queries of two clients at once all get their own answers', async () => {
  const both = [await client(), await client()];
  const answers = await Promise.all(
    both.map(async (one, who) => {
      const seen: number[] = [];
      for (let i = 0; i < 20; i++)
        seen.push((await one.query('SELECT $1::int AS n', [who * 100 + i])).rows[0].n);
      return seen;
    }),
  );
  expect(answers).toEqual([0, 100].map((start) => Array.from({ length: 20 }, (_, i) => start + i)));
});

test("another client's open transaction is an error with a way out, not a wait for ever", async () => {
  const [one, two] = [await client(), await client()];
  await one.query('BEGIN');
  await one.query(`INSERT INTO item VALUES (1, 'nail')`);
  await expect(two.query('SELECT 1')).rejects.toMatchObject({
    code: '55P03',
    hint: expect.stringContaining('commit'),
  });
  await expect(two.query('SELECT $1::int', [1])).rejects.toMatchObject({ code: '55P03' });
  await one.query('COMMIT');
  expect(await items(two)).toBe(1);
});

test('a temporary table keeps the turn until it is gone', async () => {
  const [one, two] = [await client(), await client()];
  await one.query('CREATE TEMP TABLE scratch (a int)');
  await expect(two.query('SELECT 1')).rejects.toMatchObject({ code: '55P03' });
  await one.query('DROP TABLE scratch');
  expect(await items(two)).toBe(0);
});

test('a client that vanishes in a transaction leaves nothing behind', async () => {
  const [one, two] = [await client(), await client()];
  await one.query(`SET work_mem = '7MB'`);
  await one.query('BEGIN');
  await one.query(`INSERT INTO item VALUES (1, 'nail')`);
  const { stream } = (
    one as unknown as { readonly connection: { readonly stream: import('node:net').Socket } }
  ).connection;
  stream.destroy();
  await once(stream, 'close');
  await expect.poll(() => items(two).catch(() => -1)).toBe(0);
  expect(await settingOf(two, 'work_mem')).not.toBe('7MB');
});

test('a client that vanishes between Parse and Sync leaves the database usable', async () => {
  const [one, two] = [await client(), await client()];
  const { connection } = one as unknown as {
    readonly connection: {
      parse(query: { readonly text: string; readonly name: string }): void;
      flush(): void;
      readonly stream: import('node:net').Socket;
      once(event: string, listener: () => void): void;
    };
  };
  const parsed = new Promise<void>((resolve) => connection.once('parseComplete', resolve));
  connection.parse({ text: 'SELECT 1', name: 'half' });
  connection.flush();
  await parsed;
  connection.stream.destroy();
  await expect.poll(() => items(two).catch(() => -1)).toBe(0);
});

test('what is no PostgreSQL client is sent away, and others are served on', async () => {
  const socket = connect(port, '127.0.0.1');
  socket.end('GET / HTTP/1.1\r\n\r\n');
  socket.resume();
  await once(socket, 'close');
  expect(await items(await client())).toBe(0);
});

test('a request to cancel is answered by closing the connection', async () => {
  const one = await client();
  const socket = connect(port, '127.0.0.1');
  const packet = Buffer.alloc(16);
  for (const [at, value] of [16, 80877102, 1, 1].entries()) packet.writeInt32BE(value, at * 4);
  socket.write(packet);
  socket.resume();
  await once(socket, 'close');
  expect(await items(one)).toBe(0);
});

test('closing ends the sessions and frees the port', async () => {
  const other = new WireServer({ password: 'right', databases: { shop: openShop } });
  const at = {
    host: '127.0.0.1',
    port: await other.listen(),
    user: 'app',
    password: 'right',
    database: 'shop',
  };
  const one = new pg.Client(at);
  const ended = new Promise((resolve) => one.on('error', resolve));
  await one.connect();

  await other.close();

  await expect(ended).resolves.toMatchObject({ message: expect.stringContaining('terminated') });
  await expect(new pg.Client(at).connect()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
