/**
 * After every revision of the demo's Alembic projects: the schema that Driftline replays, and the one that Alembic's
 * SQL makes on a real PostgreSQL, are the same, and nothing of it is uncertain.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  compareWith,
  comparisonText,
  type PreparedProjects,
  prepareProjects,
  readSchema,
} from '../support/demoSchemas.ts';
import { hasPostgres, PostgresServer, superuserPassword } from '../support/postgres.ts';
import { askAlembic } from './python.ts';

const workspace = new URL('../../src/demo/workspace/', import.meta.url).pathname;

/** Without the query module: its first revision runs only where the other services' tables are. */
const folders = {
  'admin-module': 'alembic',
  'storage-element': 'alembic',
  credentialing: 'migrations',
  'deal-platform': 'alembic',
  'project-tracker': 'alembic',
};

/** What asks the database for what is missing, and finds nothing → the revision before. */
const withoutEffect: Readonly<Record<string, string>> = { cf14025f87ec: 'e46a90c7b5d2' };

describe.skipIf(!hasPostgres(18))('the demo, revision by revision', () => {
  let server: PostgresServer;
  let prepared: PreparedProjects;
  beforeAll(async () => {
    [server, prepared] = await Promise.all([PostgresServer.start(18), prepareProjects(workspace)]);
  });
  afterAll(() => server.stop());

  test.each(Object.entries(folders))('%s', async (name, folder) => {
    const revisions = prepared.get(name)?.timeline.order ?? [];
    const scripts = `${workspace}${name}/${folder}`;
    const moves = revisions.map((revision) => ({
      scripts,
      versionTable: 'alembic_version',
      from: null,
      to: withoutEffect[revision] ?? revision,
    }));
    const written = (await askAlembic('upgrade_sql.py', moves)) as readonly string[];
    expect(revisions.length).toBeGreaterThan(1);
    for (const [index, revision] of revisions.entries()) {
      const database = `${name}_${revision}`;
      await server.createDatabase(database, written[index] ?? '');
      const live = await readSchema({ target: server.target(database), password: superuserPassword });
      expect([revision, comparisonText(compareWith(prepared, name, revision, live))]).toEqual([
        revision,
        ['nothing'],
      ]);
    }
  });
});
