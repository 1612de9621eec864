/** The schema engine with its real parsers; the database is a fake whose schema is written in SQL. */
import { beforeEach, expect, test } from 'vitest';
import { loadSql } from '../../src/adapters/libpgQuery.ts';
import { loadPython } from '../../src/adapters/treeSitter.ts';
import { Answers } from '../../src/app/answers.ts';
import type { ProjectScripts } from '../../src/app/schemaEngine.ts';
import type { SchemaReader, SchemaReading } from '../../src/app/schemaPorts.ts';
import { SchemaService, type SchemaServicePorts } from '../../src/app/schemaService.ts';
import { buildGraph } from '../../src/core/migration/graph.ts';
import { defaultSettings } from '../../src/core/settings.ts';
import { revision } from '../support/chains.ts';
import { MemoryFiles } from '../support/memoryFiles.ts';
import { memoryStore } from '../support/memoryStore.ts';
import { schemaOf } from '../support/sqlChain.ts';

const sql = await loadSql();
const never = new AbortController().signal;
const connection = {
  target: { host: 'localhost', port: 5432, database: 'shop', user: 'app', ssl: 'prefer' },
  password: undefined,
} as const;

const SCRIPTS = {
  '/w/1.up.sql': 'CREATE TABLE users (id int PRIMARY KEY);',
  '/w/2.up.sql': 'ALTER TABLE users ADD COLUMN email text;',
};

function project(name: string, scripts: Readonly<Record<string, string>>): ProjectScripts {
  const ids = Object.keys(scripts);
  const graph = buildGraph(
    ids.map((file, at) => revision(`${name}${at + 1}`, at === 0 ? [] : [`${name}${at}`], { file })),
  );
  return {
    project: { id: name, name, convention: 'golang-migrate' },
    graph,
    versionTable: undefined,
    changed: new Map(Object.entries(scripts)),
  } as unknown as ProjectScripts;
}

let live: string;
let asked: string[];
let service: SchemaService;
let start: (options?: Partial<SchemaServicePorts>) => Promise<SchemaService>;

beforeEach(async () => {
  live = 'CREATE TABLE users (id int PRIMARY KEY);';
  asked = [];
  const answer = async (how: string, signal: AbortSignal): Promise<SchemaReading> => {
    asked.push(how);
    await Promise.resolve();
    signal.throwIfAborted();
    const marks = { isBusy: false, moment: live, relations: new Map() };
    const reading = { serverVersion: '17.2', snapshot: schemaOf(live, sql), marks };
    return reading as unknown as SchemaReading;
  };
  const reader: SchemaReader = {
    withSession: () => Promise.reject(new Error('not asked for here')),
    readSchema: (_, signal) => answer('all', signal),
    readChanges: (_, __, signal) => answer('changes', signal),
    holds: (_, { moment }) => {
      asked.push('holds');
      return Promise.resolve(moment === live);
    },
  };
  const ports: SchemaServicePorts = {
    python: loadPython,
    sql: () => Promise.resolve(sql),
    createReader: () => reader,
    answers: new Answers(undefined, new MemoryFiles({})),
    activity: () => Promise.reject(new Error('not asked for here')),
    rehearsal: () => Promise.reject(new Error('not asked for here')),
    pause: () => Promise.resolve(),
  };
  start = async (options = {}) => {
    const started = new SchemaService({ ...ports, ...options });
    await started.takeProject(project('shop', SCRIPTS));
    return started;
  };
  service = await start();
});

const read = (onlyChanges = false, signal = never) =>
  service.readSchema('shop', connection, defaultSettings.connection, onlyChanges, signal);

const drift = (stamped: readonly string[]) =>
  service.drift(
    { projectId: 'shop', database: 'shop', stamped, applied: stamped, schema: 'public', ignore: [] },
    never,
  );

const ddl = (...revisions: readonly string[]) =>
  service.ddl({ kind: 'revisions', projectId: 'shop', revisions }, never);

test('the schema after each revision, and what becomes of it when a script changes', async () => {
  expect(await ddl('shop1')).not.toContain('email');
  expect(await ddl('shop2')).toContain('email text');
  await service.takeProject({
    ...project('shop', SCRIPTS),
    changed: new Map([['/w/2.up.sql', 'ALTER TABLE users ADD COLUMN mail text;']]),
  });
  expect(await ddl('shop2')).toContain(' mail text');
});

test('a live schema is compared with its stamp', async () => {
  await read();
  const { verdict } = await drift(['shop1', 'shop2']);
  expect([verdict.kind, verdict.match.revisions]).toEqual(['disagrees', ['shop1']]);
  expect(await service.ddl({ kind: 'live', database: 'shop' }, never)).toContain('CREATE TABLE public.users');
});

test('only changes are asked for where that is enough and the database is known; the newest answer counts', async () => {
  await read(true);
  live += 'ALTER TABLE users ADD COLUMN email text;';
  await read(true);
  await read();
  expect(asked).toEqual(['all', 'changes', 'all']);
  expect((await drift(['shop2'])).verdict.kind).toBe('agrees');
});

test('whoever asks while it is being read waits for the same answer', async () => {
  await Promise.all([read(), read()]);
  expect(asked).toEqual(['all']);
});

test('who gives up waiting does not take the answer from those who go on', async () => {
  const abort = new AbortController();
  const [first, second] = [read(false, abort.signal), read()];
  abort.abort(new Error('enough'));
  await expect(first).rejects.toThrow('enough');
  await second;
  expect(asked).toEqual(['all']);
  expect((await drift(['shop1'])).verdict.kind).toBe('agrees');
});

test('a reading that nobody waits for any more is aborted, and the next one starts anew', async () => {
  const abort = new AbortController();
  const both = [read(false, abort.signal), read(false, abort.signal)];
  while (asked.length === 0) await Promise.resolve();
  abort.abort(new Error('enough'));
  const again = read();
  for (const one of both) await expect(one).rejects.toThrow('enough');
  await again;
  expect(asked).toEqual(['all', 'all']);
  expect((await drift(['shop1'])).verdict.kind).toBe('agrees');
});

test('who wants all of it is not served with what has changed', async () => {
  await read();
  await Promise.all([read(true), read(), read(true)]);
  expect(asked).toEqual(['all', 'changes', 'all']);
});

test('what other projects make in the same database is theirs', async () => {
  await service.takeProject(project('billing', { '/b/1.up.sql': 'CREATE TABLE bills (id int);' }));
  live += 'CREATE TABLE bills (id int); CREATE TABLE stray ();';
  await read();
  const { foreign, unmanaged } = await drift(['shop1']);
  expect(foreign.map(({ project, objects }) => [project, objects.map(({ of }) => of.name)])).toEqual([
    ['billing', ['bills']],
  ]);
  expect(unmanaged.map(({ of }) => of.name)).toEqual(['stray']);
  await service.forgetProject('billing');
  expect((await drift(['shop1'])).unmanaged.map(({ of }) => of.name)).toEqual(['bills', 'stray']);
});

test('a schema that was never read, or lost with the engine, is asked for again', async () => {
  await expect(drift(['shop1'])).rejects.toMatchObject({
    name: 'UserError',
    message: 'This schema is not at hand any more.',
    advice: 'Read the environment again.',
  });
});

test('an aborted question ends', async () => {
  const abort = new AbortController();
  abort.abort();
  await expect(
    service.ddl({ kind: 'revisions', projectId: 'shop', revisions: ['shop2'] }, abort.signal),
  ).rejects.toThrow(abort.signal.reason as Error);
});

test('what an earlier run answered of the same scripts and the same schema is answered without a parser', async () => {
  const store = memoryStore();
  const run = async (options: Partial<SchemaServicePorts> = {}) => {
    const answers = new Answers(store, new MemoryFiles({}));
    service = await start({ ...options, answers });
    await read();
    return drift(['shop2']);
  };
  const report = await run();
  const refuse = () => Promise.reject(new Error('no parser is needed'));
  expect(await run({ python: refuse, sql: refuse })).toEqual(report);
  live = 'CREATE TABLE users (id bigint PRIMARY KEY);';
  await expect(run({ python: refuse, sql: refuse })).rejects.toThrow('no parser is needed');
  expect(await run()).not.toEqual(report);
});

test('of a schema that is as an earlier run read it, nothing more is read before more is asked', async () => {
  const store = memoryStore();
  const run = async (...stamps: readonly string[]) => {
    asked = [];
    service = await start({ answers: new Answers(store, new MemoryFiles({})) });
    await read();
    for (const stamp of stamps) await drift([stamp]);
    return asked;
  };
  expect(await run('shop1')).toEqual(['all']);
  expect(await run('shop1')).toEqual(['holds']);
  expect(await run('shop1', 'shop2')).toEqual(['holds']);
  expect(await service.ddl({ kind: 'live', database: 'shop' }, never)).toContain('CREATE TABLE public.users');
  expect(asked).toEqual(['holds']);
  live += 'ALTER TABLE users ADD COLUMN email text;';
  expect(await run('shop1')).toEqual(['holds', 'all']);
  expect(await run('shop1')).toEqual(['holds']);
  expect(await service.ddl({ kind: 'live', database: 'shop' }, never)).toContain('email text');
  expect(asked).toEqual(['holds']);
});
