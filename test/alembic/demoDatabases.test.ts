/**
 * The demo's databases hold what their migrations make, to the last constraint name: Alembic's SQL runs on an empty
 * PostgreSQL, and the catalogs are compared. Where the story says that a database is not what it should be, the
 * difference is written here as SQL.
 */
import { PGlite } from '@electric-sql/pglite';
import { beforeAll, expect, test } from 'vitest';
import { demoDatabases } from '../../src/demo/demoDatabases.ts';
import { openDatabase } from '../../src/demo/openDatabase.ts';
import { loadTemplate, type Template } from '../../src/demo/template.ts';
import { postgresCache } from '../demo/postgresCache.ts';
import { factsOf } from '../support/catalogFacts.ts';
import { askAlembic } from './python.ts';

interface Move {
  readonly scripts: string;
  readonly versionTable: string;
  readonly from: string | null;
  readonly to: string;
}

/** What Alembic does, or what somebody did by hand. */
type Step = Move | string;

const workspace = new URL('../../src/demo/workspace/', import.meta.url).pathname;

function move(scripts: string, to: string, from: string | null = null, table = 'alembic_version'): Move {
  return { scripts: `${workspace}${scripts}`, versionTable: table, from, to };
}

const admin = (to: string) => move('admin-module/alembic', to);
const storage = (to: string) => move('storage-element/alembic', to, null, 'storage_elem_01_alembic_version');

/** The shared database on the day of the query module's first revision. */
const shared = [admin('d81b6e0f4a57'), storage('5e2d8a3c9b71'), 'DROP TABLE alembic_version'];

const nativeIds = `
  DO $$
  DECLARE key record;
  BEGIN
    CREATE TEMP TABLE keys AS
      SELECT conname, conrelid::regclass AS relation, attname, pg_get_constraintdef(pg_constraint.oid) AS definition
        FROM pg_constraint JOIN pg_attribute ON (attrelid, attnum) = (conrelid, conkey[1])
       WHERE contype = 'f' AND confrelid IN ('users'::regclass, 'organizations'::regclass);
    FOR key IN SELECT * FROM keys LOOP
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', key.relation, key.conname);
      EXECUTE format('ALTER TABLE %s ALTER %I TYPE uuid USING %2$I::uuid', key.relation, key.attname);
    END LOOP;
    ALTER TABLE users ALTER id TYPE uuid USING id::uuid;
    ALTER TABLE organizations ALTER id TYPE uuid USING id::uuid;
    FOR key IN SELECT * FROM keys LOOP
      EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', key.relation, key.conname, key.definition);
    END LOOP;
    DROP TABLE keys;
  END $$`;

const stories: Readonly<Record<string, readonly Step[]>> = {
  artstore: [admin('4c7e84fcc6b9'), storage('100779395dad')],
  artstore_staging: [admin('7be2940c1fd8')],
  artstore_ci: [admin('4c7e84fcc6b9'), move('admin-module/alembic', 'base', '4c7e84fcc6b9')],
  artstore_storage_01: [storage('100779395dad'), 'DROP TABLE storage_elem_01_alembic_version'],
  artstore_query: [
    ...shared,
    move('query-module/migrations', '16c6973431df'),
    // f3b8812ac97e of the branch `saved-searches`.
    `CREATE TABLE query_saved_searches (
       id serial PRIMARY KEY, user_id uuid NOT NULL, name varchar(100) NOT NULL, query_text varchar(500) NOT NULL,
       UNIQUE (user_id, name))`,
  ],
  artstore_query_staging: [...shared, move('query-module/migrations', 'c04f7d5e2a68')],
  credentialing: [move('credentialing/migrations', '7702d353e5b8')],
  credentialing_production: [move('credentialing/migrations', '20260115_0200')],
  deals_staging: [move('deal-platform/alembic', 'dc2c0f69c1b1')],
  deals_production: [
    move('deal-platform/alembic', '9c1e5d0a7b34'),
    nativeIds,
    `ALTER TABLE data_room_documents ADD folder_id varchar(36);
     ALTER TABLE roles ADD is_system boolean NOT NULL DEFAULT false;
     ALTER TABLE deals ADD expected_close_on date, ADD probability numeric(5, 2);
     ALTER TABLE organizations ADD default_currency varchar(3);
     ALTER TABLE users ADD last_seen_at timestamptz, ADD locale varchar(10)`,
  ],
  // The last revision asks the database what is missing; nothing is.
  tracker_staging: [move('project-tracker/alembic', 'e46a90c7b5d2')],
  tracker_production: [
    move('project-tracker/alembic', 'e46a90c7b5d2'),
    `DROP TABLE "vector-sync-status";
     ALTER TABLE projects DROP project_work_type, DROP total_hours, DROP cumulative_hours, DROP retainer_hours,
       DROP weekly_meeting_day, DROP send_meeting_emails, DROP description, DROP start_date, DROP launch_date,
       ALTER created_at DROP NOT NULL, ALTER updated_at DROP NOT NULL`,
  ],
};

let template: Template;
beforeAll(async () => {
  template = await loadTemplate(postgresCache);
});

test.each(Object.entries(stories))('%s', async (name, steps) => {
  const demo = demoDatabases.find((database) => database.name === name);
  if (demo === undefined) throw new Error(`There is no database ${name}.`);
  const actual = await openDatabase(template, demo, postgresCache);
  const expected = await build(steps);
  expect(await factsOf(actual)).toEqual(await factsOf(expected));
  await Promise.all([actual.close(), expected.close()]);
});

test('no database but that of golang-migrate is left out', () => {
  const told = Object.keys(stories);
  expect(demoDatabases.map(({ name }) => name).filter((name) => !told.includes(name))).toEqual(['billing']);
});

async function build(steps: readonly Step[]): Promise<PGlite> {
  const { dataDir, files, wasm } = template;
  const database = await PGlite.create({ loadDataDir: dataDir, fsBundle: files, pgliteWasmModule: wasm });
  const moves = steps.filter((step) => typeof step !== 'string');
  const written = (await askAlembic('upgrade_sql.py', moves)) as readonly string[];
  for (const step of steps) {
    await database.exec(typeof step === 'string' ? step : (written[moves.indexOf(step)] ?? ''));
  }
  return database;
}
