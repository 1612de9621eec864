/**
 * Reading a live schema, in ratios measured in one run: 1,000 and 10,000 tables against `pg_dump --schema-only` and
 * SQLAlchemy's reflection, whole processes in turn; then what it costs to ask whether anything has changed.
 *
 * Needs PostgreSQL servers from npm; `pg_dump` and python3 are left out where there are none.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build as bundle } from 'esbuild';
import { createSchemaReader } from '../adapters/postgres/schema/createSchemaReader.ts';
import type { SchemaSession } from '../app/schemaPorts.ts';
import { ensureAlembic, ensureDriver } from './alembic.ts';
import type { Reading } from './benchRead.ts';
import { pgDumpVersion, servers } from './benchServer.ts';
import { root } from './root.ts';

const sizes = [1000, 10_000] as const;
const RUNS = 5;

export async function benchSchema(): Promise<void> {
  const { PostgresServer, superuser, superuserPassword, version } = await servers();
  const folder = await mkdtemp(path.join(tmpdir(), 'driftline-bench-'));
  const settings = { max_locks_per_transaction: '2048', shared_buffers: '128MB' };
  const server = await PostgresServer.start(version, { settings });
  process.env.PGPASSWORD = superuserPassword;
  try {
    const own = await bundled(folder);
    const place = { port: server.port, user: superuser };
    for (const size of sizes) {
      await server.createDatabase(`tables${size}`, 'SELECT');
      for (const statements of tables(size)) await server.run(`tables${size}`, statements);
      await server.run(`tables${size}`, 'VACUUM ANALYZE');
      await compare(own, { ...place, database: `tables${size}` }, size);
    }
    await measurePolls({ ...place, database: `tables${sizes[1]}` }, (sql) =>
      server.run(`tables${sizes[1]}`, sql),
    );
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Place {
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** `once`: too slow to be run several times. */
type Rival = readonly [name: string, run: () => number, once: boolean];

async function compare(ownFile: string, place: Place, size: number): Promise<void> {
  const { port, user, database } = place;
  let memoryMb = 0;
  const own = (): number => {
    const { ms, output } = wholeProcess(process.execPath, [ownFile, String(port), database, user]);
    const reading = JSON.parse(output) as Reading;
    if (reading.tables !== size) throw new Error(`${reading.tables} tables were read, not ${size}.`);
    memoryMb = Math.max(memoryMb, reading.memoryMb);
    return ms;
  };
  const rivals = [pgDump(place), reflection(place, await pythonWithDriver())].filter(
    (rival) => rival !== undefined,
  );
  own();
  // One run before the rivals and one behind them: the machine is not equally fast all the time.
  const rounds = Array.from({ length: RUNS }, (_, round) => {
    const before = own();
    const rivalTimes = rivals.map(([, run, once]) => (round > 0 && once ? undefined : run()));
    return { own: (before + own()) / 2, rivals: rivalTimes };
  });
  console.log(`\nThe schema of ${size} tables, whole process, medians of ${RUNS} runs in turn:`);
  const ownTimes = print(rounds.map((round) => round.own));
  console.log(`  driftline               ${ownTimes}, at most ${memoryMb.toFixed(0)} MB`);
  for (const [index, [name, , once]] of rivals.entries()) {
    const pairs = rounds.flatMap((round) => {
      const rival = round.rivals[index];
      return rival === undefined ? [] : { rival, ratio: rival / round.own };
    });
    const ratio = median(pairs.map((pair) => pair.ratio)).toFixed(1);
    const times = print(pairs.map((pair) => pair.rival));
    console.log(`  ${name.padEnd(23)} ${times}: ${ratio} times slower${once ? ' (one run)' : ''}`);
  }
}

function pgDump({ port, user, database }: Place): Rival | undefined {
  if (pgDumpVersion() === undefined) return undefined;
  const args = [
    '--schema-only',
    '-h',
    '127.0.0.1',
    '-p',
    String(port),
    '-U',
    user,
    '-f',
    '/dev/null',
    database,
  ];
  return ['pg_dump --schema-only', () => wholeProcess('pg_dump', args).ms, false];
}

function reflection({ port, user, database }: Place, executable: string | undefined): Rival | undefined {
  if (executable === undefined) return undefined;
  const program = `
import os, sqlalchemy
url = sqlalchemy.URL.create('postgresql+psycopg', '${user}', os.environ['PGPASSWORD'], '127.0.0.1', ${port}, '${database}')
sqlalchemy.MetaData().reflect(sqlalchemy.create_engine(url))`;
  return ['SQLAlchemy reflection', () => wholeProcess(executable, ['-c', program]).ms, true];
}

async function pythonWithDriver(): Promise<string | undefined> {
  const python = await ensureAlembic();
  if (python !== undefined) ensureDriver(python);
  return python;
}

async function measurePolls(place: Place, change: (sql: string) => Promise<void>): Promise<void> {
  const reader = createSchemaReader(() => ({ connectTimeoutMs: 5000, statementTimeoutMs: 60_000 }));
  const connection = {
    target: { host: '127.0.0.1', ...place, ssl: 'disable' } as const,
    password: process.env.PGPASSWORD,
  };
  await reader.withSession(connection, new AbortController().signal, async (session) => {
    console.log(`\nAsking ${sizes[1]} tables for changes, in an open session:`);
    await measurePoll(session, change);
  });
}

async function measurePoll(session: SchemaSession, change: (sql: string) => Promise<void>): Promise<void> {
  let reading = await session.read();
  const poll = async (): Promise<number> => {
    const before = performance.now();
    reading = await session.readChanges(reading);
    return performance.now() - before;
  };
  const idle: number[] = [];
  for (let run = 0; run < 200; run++) idle.push(await poll());
  console.log(`  nothing was written              ${median(idle).toFixed(2)} ms`);
  const changed: number[] = [];
  for (let run = 0; run < 5; run++) {
    const { counters: _, ...marks } = reading.marks;
    const before = reading.snapshot;
    reading = { ...reading, marks };
    await change(`ALTER TABLE table_7 ADD COLUMN more_${run} integer`);
    changed.push(await poll());
    const others = [...before.tables].filter(([key, table]) => reading.snapshot.tables.get(key) !== table);
    if (others.length !== 1) throw new Error(`${others.length} tables have changed, not 1.`);
  }
  console.log(`  one table was altered, read anew ${median(changed).toFixed(0)} ms`);
}

/** In a temporary file; top-level `await` needs an ES module. */
async function bundled(folder: string): Promise<string> {
  const outfile = path.join(folder, 'read.mjs');
  const banner = `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(path.join(root, 'package.json'))});`;
  await bundle({
    entryPoints: [path.join(root, 'src/dev/benchRead.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    minify: true,
    external: ['pg-native'],
    banner: { js: banner },
    outfile,
    logLevel: 'warning',
  });
  return outfile;
}

function wholeProcess(
  program: string,
  args: readonly string[],
): { readonly ms: number; readonly output: string } {
  const before = performance.now();
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${path.basename(program)} failed:\n${stderr}`);
  return { ms: performance.now() - before, output: stdout };
}

/** Statements in portions: a transaction has only so many locks. Tables as applications have them. */
function tables(count: number): readonly string[] {
  const all = Array.from({ length: count }, (_, index) => tableSql(index));
  const portions = Array.from({ length: Math.ceil(count / 100) }, (_, index) =>
    all.slice(index * 100, (index + 1) * 100).join('\n'),
  );
  return [
    `CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
     CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.updated_at := now(); RETURN NEW; END';`,
    ...portions,
  ];
}

function tableSql(index: number): string {
  const name = `table_${index}`;
  const parent = index === 0 ? '' : `REFERENCES table_${Math.floor(index / 2)} ON DELETE CASCADE`;
  const table = `
CREATE TABLE ${name} (
  id serial PRIMARY KEY, parent_id integer ${parent}, name varchar(255) NOT NULL, email text,
  state mood NOT NULL DEFAULT 'ok', amount numeric(10, 2) NOT NULL DEFAULT 0 CHECK (amount >= 0),
  active boolean NOT NULL DEFAULT true, data jsonb, created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz, UNIQUE (name, parent_id));
CREATE INDEX ON ${name} (parent_id);
CREATE INDEX ON ${name} (lower(email)) WHERE active;
COMMENT ON TABLE ${name} IS 'Table number ${index}';`;
  if (index % 10 !== 0) return table;
  return `${table}
CREATE TRIGGER touch BEFORE UPDATE ON ${name} FOR EACH ROW EXECUTE FUNCTION touch();
CREATE VIEW view_${index} AS SELECT id, name, lower(email) AS email FROM ${name} WHERE active;`;
}

function print(times: readonly number[]): string {
  return `${median(times).toFixed(0).padStart(6)} ms`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

if (process.argv[1] === import.meta.filename) await benchSchema();
