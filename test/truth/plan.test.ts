/**
 * The SQL that a plan shows for real projects, run on an empty PostgreSQL: after every revision whose statements are all
 * known, its catalog is what Alembic had made of it, in PostgreSQL's own words. On demand: see `truthTrees.ts`.
 *
 * Where a revision is not wholly known, what Alembic writes for it offline is run instead, so that those after it find
 * what they need.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSql } from '../../src/adapters/libpgQuery.ts';
import type { PlannedRevision } from '../../src/core/preview/plan/plannedRun.ts';
import { planRun } from '../../src/core/preview/plan/planRun.ts';
import { nameKey } from '../../src/core/schema/name.ts';
import { emptySnapshot, type SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import { ddlOf } from '../../src/core/schema/writeDdl.ts';
import { hasPostgres, PostgresServer } from '../support/postgres.ts';
import { catalogLines, recordedCatalogs, recordedKinds } from '../support/recordedCatalog.ts';
import { replayTree } from '../support/replayTree.ts';
import { readRecorded } from '../support/truthSnapshots.ts';
import { checkouts, circumstancesOf, trees, truth } from '../support/truthTrees.ts';

/** The recordings' version. */
const version = 15;

test.skipIf(trees.length > 0)(
  'DRIFTLINE_TRUTH and DRIFTLINE_TREES are not set: nothing is compared',
  (context) => {
    context.skip('Set both to run planned statements and compare with recorded catalogs.');
  },
);

describe.skipIf(trees.length === 0 || !hasPostgres(version))('planned statements', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start(version);
  }, 120_000);
  afterAll(() => server.stop(), 60_000);

  test.each(trees)('%s', { timeout: 600_000 }, async (tree) => {
    const counts = await runTree(server, tree);
    console.log(`${tree}: ${JSON.stringify({ ...counts, wrong: counts.wrong.length })}`);
    expect(counts.wrong).toEqual([]);
    expect(counts.equal).toBeGreaterThan(0);
  });
});

interface Offline {
  readonly sql?: string;
}

interface Counts {
  revisions: number;
  statements: number;
  rendered: number;
  source: number;
  conditional: number;
  /** Revisions of which every statement is known. */
  known: number;
  /** Revisions that Alembic's own SQL was run for. */
  offline: number;
  /** Not wholly known, and nothing else to run: what is known was run. */
  partly: number;
  /** Databases that were made from the recorded catalog, because a revision was not wholly known. */
  rebuilt: number;
  equal: number;
  readonly wrong: string[];
}

async function runTree(server: PostgresServer, tree: string): Promise<Counts> {
  const folder = join(truth, 'schema', tree);
  const catalogs = recordedCatalogs(folder);
  const offline = JSON.parse(readFileSync(join(folder, 'offline_per_revision.json'), 'utf8')) as Readonly<
    Record<string, Offline>
  >;
  const plan = await planOf(
    tree,
    catalogs.map(({ revision }) => revision),
  );
  const { options } = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as {
    readonly options: { readonly pre_sql?: readonly string[] };
  };
  await server.createDatabase(tree, (options.pre_sql ?? []).join(';'));
  let client = await server.connect(tree);
  const counts: Counts = {
    ...{ revisions: 0, statements: 0, rendered: 0, source: 0, conditional: 0 },
    ...{ known: 0, offline: 0, partly: 0, rebuilt: 0, equal: 0, wrong: [] },
  };
  const isRecorded = recordedKinds(catalogs);
  const all = readRecorded(folder, await loadSql());
  const recorded = (index: number) => writable(all[index]?.snapshot ?? emptySnapshot);
  try {
    for (const [index, revision] of plan.entries()) {
      count(counts, revision);
      const own = offline[revision.revision]?.sql;
      const isKnown = revision.statements.every(({ text, condition }) => text.kind === 'sql' && !condition);
      const doesNothing = revision.statements.length === 0 && (own ?? '').trim() !== '';
      if (isKnown && !doesNothing) counts.known++;
      else if (own !== undefined) counts.offline++;
      else counts.partly++;
      const error = isKnown || own === undefined ? await run(client, revision) : await runText(client, own);
      if (error !== undefined) counts.wrong.push(`${revision.revision}: ${error}`);
      const expected = catalogs[index]?.lines ?? new Set<string>();
      const actual = await catalogLines(client, isRecorded);
      const differing = differences(expected, actual);
      counts.equal += expected.size - differing.filter((line) => line.startsWith('-')).length;
      if (differing.length > 0) {
        const how = own !== undefined && !isKnown ? 'offline' : 'known';
        if (isKnown || own !== undefined)
          counts.wrong.push(`${revision.revision} (${how}):\n${differing.slice(0, 12).join('\n')}`);
        await client.end();
        const name = `${tree} after ${revision.revision}`;
        await server.createDatabase(name, (options.pre_sql ?? []).join(';'));
        await server.run(name, [ddlOf(recorded(index)), ...(catalogs[index]?.views ?? [])].join(';\n'));
        client = await server.connect(name);
        // Rows are not recorded: those that refer to missing ones are let in.
        await client.query('SET session_replication_role = replica');
        counts.rebuilt++;
        const again = differences(expected, await catalogLines(client, isRecorded));
        if (again.length > 0)
          counts.wrong.push(`${revision.revision} made again:\n${again.slice(0, 12).join('\n')}`);
      }
    }
  } finally {
    await client.end();
  }
  return counts;
}

const limits = new Map([
  ['smallint', '32767'],
  ['integer', '2147483647'],
]);

/** What `ddlOf` cannot write of a recording: views, and the bounds of sequences. */
function writable(snapshot: SchemaSnapshot): SchemaSnapshot {
  const sequences = [...snapshot.sequences].map(([key, one]) => {
    const max = limits.get(one.type) ?? '9223372036854775807';
    const owner = one.ownedBy && snapshot.tables.get(nameKey(one.ownedBy.table));
    const column = owner?.columns.find(({ name }) => name === one.ownedBy?.column);
    const identity = column?.identity === undefined ? {} : { identity: true as const };
    return [key, { ...one, ...identity, min: '1', max, cache: '1' }] as const;
  });
  return { ...snapshot, views: new Map(), sequences: new Map(sequences) };
}

function count(counts: Counts, { statements }: PlannedRevision): void {
  counts.revisions++;
  counts.statements += statements.length;
  counts.rendered += statements.filter(({ text }) => text.kind === 'sql').length;
  counts.source += statements.filter(({ text }) => text.kind === 'source').length;
  counts.conditional += statements.filter(({ condition }) => condition !== undefined).length;
}

async function planOf(tree: string, ids: readonly string[]): Promise<readonly PlannedRevision[]> {
  const sql = await loadSql();
  const folder = join(truth, 'schema', tree);
  const read = await replayTree(join(checkouts, tree), ids.at(-1) ?? '', sql, circumstancesOf(folder));
  const from = performance.now();
  const { revisions } = planRun({
    direction: 'upgrade',
    revisions: ids.map((revision) => ({
      revision,
      operationsAt: (before) => read.operationsAt(revision, before),
    })),
    start: read.start,
    sql,
    searchPath: ['public'],
    serverVersion: version,
    readFile: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
  });
  console.log(`${tree}: planned in ${Math.round(performance.now() - from)} ms`);
  return revisions;
}

/** What the server refuses first. */
async function run(client: Client, { statements }: PlannedRevision): Promise<string | undefined> {
  for (const { text, condition, autocommit: _, problems } of statements) {
    if (text.kind !== 'sql' || condition !== undefined) continue;
    for (const { message } of problems) return `would fail: ${message}`;
    const error = await runText(client, text.sql);
    if (error !== undefined) return `${error}\n${text.sql}`;
  }
  return undefined;
}

async function runText(client: Client, sql: string): Promise<string | undefined> {
  return client.query(sql).then(
    () => undefined,
    (error: Error) => error.message,
  );
}

function differences(expected: ReadonlySet<string>, actual: ReadonlySet<string>): readonly string[] {
  return [
    ...[...expected].filter((line) => !actual.has(line)).map((line) => `- ${line}`),
    ...[...actual].filter((line) => !expected.has(line)).map((line) => `+ ${line}`),
  ];
}
