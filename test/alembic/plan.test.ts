/**
 * Planned runs against the installed Alembic: the statements make the same database that it makes, there and back, and
 * the version table is changed as it changes it.
 */
import { fileURLToPath } from 'node:url';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSql } from '../../src/adapters/libpgQuery.ts';
import { loadPython } from '../../src/adapters/treeSitter.ts';
import type { PlannedRun } from '../../src/core/preview/plan/plannedRun.ts';
import { versionTableRun } from '../../src/core/preview/plan/versionTable.ts';
import { sideBySide } from '../../src/core/preview/toolSql.ts';
import { graphOf, type Questions, randomQuestions } from '../support/chains.ts';
import { planScripts } from '../support/planScripts.ts';
import { hasPostgres, PostgresServer, superuser, superuserPassword } from '../support/postgres.ts';
import { catalogLines } from '../support/recordedCatalog.ts';
import { askAlembic } from './python.ts';

const folder = fileURLToPath(new URL('../fixtures/plan', import.meta.url));
const version = 18;

describe.skipIf(!hasPostgres(version))('all directives', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start(version);
  });
  afterAll(() => server.stop());

  const url = (database: string) =>
    `postgresql+psycopg://${superuser}:${superuserPassword}@127.0.0.1:${server.port}/${database}`;

  /** With the rows of all tables. */
  async function stateOf(database: string): Promise<readonly string[]> {
    const client = await server.connect(database);
    try {
      const tables = await client.query(
        "SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'r' AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)'",
      );
      const rows: string[] = [];
      for (const { name } of tables.rows as readonly { readonly name: string }[]) {
        const all = await client.query(`SELECT '${name}: ' || t::text AS row FROM ${name} AS t ORDER BY 1`);
        rows.push(...all.rows.map(({ row }: { readonly row: string }) => row));
      }
      return [...(await catalogLines(client, () => true)), ...rows].sort();
    } finally {
      await client.end();
    }
  }

  test('the planned statements make what Alembic makes, and unmake it as it does', async () => {
    const parsers = { python: await loadPython(), sql: await loadSql() };
    for (const database of ['theirs', 'theirs back', 'ours'])
      await server.createDatabase(database, extension);
    const up = ['upgrade', 'head'];
    const errors = await askAlembic('run_moves.py', [
      { folder, url: url('theirs'), moves: [up] },
      { folder, url: url('theirs back'), moves: [up, ['downgrade', 'base']] },
    ]);
    expect(errors).toEqual([null, null]);

    const client = await server.connect('ours');
    try {
      const upgrade = planScripts(folder, { direction: 'upgrade', serverVersion: version }, parsers);
      await run(client, upgrade);
      const theirs = await stateOf('theirs');
      expect(theirs.filter((line) => line.startsWith('tag: (')).length).toBeGreaterThan(10);
      expect(await stateOf('ours')).toEqual(theirs);
      const start = upgrade.after;
      await run(
        client,
        planScripts(folder, { direction: 'downgrade', serverVersion: version, start }, parsers),
      );
      expect(await stateOf('ours')).toEqual(await stateOf('theirs back'));
    } finally {
      await client.end();
    }
  });
});

const extension = 'CREATE EXTENSION btree_gist';

async function run(client: Client, { first, revisions }: PlannedRun): Promise<void> {
  for (const sql of first) await client.query(sql);
  for (const { statements, versionTable } of revisions) {
    const known = statements.flatMap(({ text, problems }) => {
      expect(problems).toEqual([]);
      return text.kind === 'sql' ? text.sql : [];
    });
    for (const sql of [...known, ...versionTable]) await client.query(sql);
  }
}

test('statements about rows are what Alembic writes offline', async () => {
  const parsers = { python: await loadPython(), sql: await loadSql() };
  const folder = fileURLToPath(new URL('../fixtures/rows', import.meta.url));
  const job = { scripts: `${folder}/migrations`, versionTable: 'alembic_version', from: null, to: 'head' };
  const [offline = ''] = (await askAlembic('upgrade_sql.py', [job])) as readonly string[];
  const { revisions } = planScripts(folder, { direction: 'upgrade', serverVersion: version }, parsers);
  const texts = revisions.flatMap(({ statements }) => statements.map(({ text }) => text));
  expect(texts.filter(({ kind }) => kind !== 'sql')).toEqual([]);
  expect(texts.length).toBeGreaterThan(60);
  const ours = texts.map((text) => (text.kind === 'sql' ? `${text.sql};` : ''));
  const { theirs, ours: own } = sideBySide(ours.join('\n'), withoutFrame(offline), parsers.sql);
  expect(own).toBe(theirs);
});

/** Without the version table, labels that SQLAlchemy makes up, and percent signs doubled for a driver. */
function withoutFrame(offline: string): string {
  const from = offline.indexOf('-- Running upgrade');
  return offline
    .slice(offline.indexOf('\n', from), offline.indexOf('INSERT INTO alembic_version'))
    .replaceAll(/ AS \w+_\d+/g, '')
    .replaceAll('LIMIT ALL ', '')
    .replaceAll('%%', '%');
}

interface Job {
  readonly revisions: Questions['revisions'];
  readonly at: readonly string[];
  readonly to: string;
  readonly up: boolean;
}

type Moves = 'error' | readonly (readonly [revision: string, statements: readonly string[]])[];

test('150 random chains: the version table is changed as Alembic changes it', async () => {
  const jobs = Array.from({ length: 150 }, (_, seed) => randomQuestions(70_000 + seed)).flatMap(jobsOf);
  const answers = (await askAlembic('version_moves.py', jobs)) as readonly Moves[];
  expect(answers).toHaveLength(jobs.length);
  let compared = 0;
  for (const [index, job] of jobs.entries()) {
    const moves = answers[index];
    if (moves === undefined || moves === 'error') continue;
    const ids = moves.map(([id]) => id);
    const { after } = versionTableRun(
      {
        convention: 'alembic',
        table: { name: 'v' },
        exists: true,
        heads: job.at,
        graph: graphOf(job.revisions),
      },
      ids,
      job.up ? 'upgrade' : 'downgrade',
    );
    expect(after.map(endsOf), JSON.stringify(job)).toEqual(
      moves.map(([, written]) => endsOf(written.map(toSql))),
    );
    compared += ids.length;
  }
  expect(compared).toBeGreaterThan(1000);
});

function jobsOf({ revisions, stamps }: Questions): readonly Job[] {
  const { effectiveHeads } = graphOf(revisions);
  return [
    { revisions, at: [], to: 'heads', up: true },
    { revisions, at: effectiveHeads, to: 'base', up: false },
    ...stamps.flatMap((at) => [
      { revisions, at, to: 'heads', up: true },
      { revisions, at, to: 'base', up: false },
    ]),
  ];
}

function toSql(move: string): string {
  const [verb, first, second] = move.split(' ');
  if (verb === 'insert') return `INSERT INTO v (version_num) VALUES ('${first}')`;
  if (verb === 'delete') return `DELETE FROM v WHERE version_num = '${first}'`;
  return `UPDATE v SET version_num = '${second}' WHERE version_num = '${first}'`;
}

/** Which of several rows is changed and which deleted or added, Alembic leaves to the order of a set. */
function endsOf(statements: readonly string[]): readonly string[] {
  const changed = new Map<string, number>();
  const add = (id: string | undefined, by: number) => {
    if (id !== undefined) changed.set(id, (changed.get(id) ?? 0) + by);
  };
  for (const sql of statements) {
    const [one, other] = [...sql.matchAll(/'([^']*)'/g)].map(([, id]) => id);
    add(one, sql.startsWith('DELETE') ? -1 : 1);
    add(other, -1);
  }
  return [
    ...[...changed].map(([id, by]) => `${by > 0 ? '+' : ''}${by} ${id}`).sort(),
    `${statements.length}`,
  ];
}
