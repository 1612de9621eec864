/**
 * The SQL document of a schema runs as it is written, from top to bottom, and makes that schema: of every revision of
 * the demo, and of its databases.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSql } from '../../src/adapters/libpgQuery.ts';
import { diffSnapshots } from '../../src/core/drift/diffSnapshots.ts';
import type { SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import { ddlOf } from '../../src/core/schema/writeDdl.ts';
import { createExpressionComparer } from '../../src/core/sql/expressionComparer.ts';
import { demoDatabases } from '../../src/demo/demoDatabases.ts';
import { comparisonText, prepareProjects, readSchema } from '../support/demoSchemas.ts';
import { hasPostgres, PostgresServer, superuserPassword } from '../support/postgres.ts';

const version = 18;
const expressions = createExpressionComparer(await loadSql());
/** Staging of the deal platform is as its head. */
const databases = demoDatabases.filter(({ name }) => name !== 'deals_staging');
const projects = await prepareProjects(fileURLToPath(new URL('../../src/demo/workspace', import.meta.url)));

describe.skipIf(!hasPostgres(version))('on a real PostgreSQL', () => {
  let server: PostgresServer;
  let count = 0;

  beforeAll(async () => {
    server = await PostgresServer.start(version);
    for (const owner of new Set(demoDatabases.map(({ owner }) => owner)))
      await server.run('postgres', `CREATE ROLE ${owner}`);
  });
  afterAll(() => server.stop());

  async function made(sql: string): Promise<SchemaSnapshot> {
    const database = `document_${++count}`;
    await server.createDatabase(database, sql, 'template0');
    const snapshot = await readSchema({ target: server.target(database), password: superuserPassword });
    await server.run('postgres', `DROP DATABASE ${database}`);
    return snapshot;
  }

  test.each(Object.entries(Object.fromEntries(projects)))('of %s', async (_, { timeline }) => {
    for (const revision of someOf(timeline.order)) {
      const snapshot = timeline.snapshotAt([revision]);
      const found = comparisonText(diffSnapshots(snapshot, await made(ddlOf(snapshot)), { expressions }));
      expect([revision, ...found]).toEqual([revision, 'nothing']);
    }
  });

  test.each(databases)('of the database $name', async ({ sql }) => {
    const original = await made(sql.map((file) => readFileSync(file, 'utf8')).join('\n'));
    // PostgreSQL spells some expressions in another way once it reads its own spelling.
    const options = { expressions, deparsed: true };
    expect(comparisonText(diffSnapshots(original, await made(ddlOf(original)), options))).toEqual([
      'nothing',
    ]);
  });
});

const MOST_REVISIONS = 6;

/** The last one among them. */
function someOf(order: readonly string[]): readonly string[] {
  const step = Math.ceil(order.length / MOST_REVISIONS);
  return order.filter((_, at) => (order.length - 1 - at) % step === 0);
}
