import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSettings } from '../../src/core/settingsSchema.ts';
import { demoDatabases } from '../../src/demo/demoDatabases.ts';
import { type Demo, startDemo } from '../../src/demo/startDemo.ts';
import { writeWorkspace } from '../../src/demo/writeWorkspace.ts';
import { postgresCache } from './postgresCache.ts';

let scratch: string;
let demo: Demo;
const log: string[] = [];

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'driftline-demo-'));
  demo = await start();
});

afterAll(async () => {
  await demo.stop();
  await rm(scratch, { recursive: true });
});

function start(): Promise<Demo> {
  return startDemo({
    folder: join(scratch, 'demo'),
    cacheFolder: postgresCache,
    log: (line) => log.push(line),
  });
}

function read(path: string): Promise<string> {
  return readFile(join(demo.folder, path), 'utf8');
}

async function rowsOf(database: string, sql: string): Promise<readonly unknown[]> {
  const user = demoDatabases.find(({ name }) => name === database)?.owner ?? '';
  const { port, environment } = demo;
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    database,
    user,
    password: environment.DRIFTLINE_DEMO_PASSWORD,
  });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

function tablesOf(database: string): Promise<readonly unknown[]> {
  return rowsOf(database, `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`);
}

describe('the state of each database', () => {
  test.each([
    ['artstore', ['4c7e84fcc6b9']],
    ['artstore_staging', ['7be2940c1fd8']],
    ['artstore_ci', []],
    ['artstore_query', ['f3b8812ac97e']],
    ['artstore_query_staging', ['c04f7d5e2a68']],
    ['credentialing', ['7702d353e5b8']],
    ['credentialing_production', ['20260115_0200']],
    ['deals_staging', ['dc2c0f69c1b1']],
    ['deals_production', ['dc2c0f69c1b1']],
    ['tracker_staging', ['cf14025f87ec']],
    ['tracker_production', ['e46a90c7b5d2']],
  ])('%s is stamped %j', async (database, versions) => {
    expect(await rowsOf(database, 'SELECT version_num FROM alembic_version')).toEqual(versions);
  });

  test("the storage element's version table landed in the admin module's database", async () => {
    expect(await rowsOf('artstore', 'SELECT version_num FROM storage_elem_01_alembic_version')).toEqual([
      '100779395dad',
    ]);
    expect(await tablesOf('artstore')).toEqual(expect.arrayContaining(['users', 'storage_elem_01_files']));
  });

  test('the database meant for it has its tables and no version table', async () => {
    expect(await tablesOf('artstore_storage_01')).toEqual([
      'storage_elem_01_config',
      'storage_elem_01_files',
      'storage_elem_01_wal',
    ]);
  });

  test('a downgrade to base left the enum types', async () => {
    expect(await tablesOf('artstore_ci')).toEqual(['alembic_version']);
    expect(await rowsOf('artstore_ci', `SELECT typname FROM pg_type WHERE typtype = 'e' ORDER BY 1`)).toEqual(
      [
        'service_account_role_enum',
        'service_account_status_enum',
        'storage_status_enum',
        'storage_type_enum',
        'user_role_enum',
        'user_status_enum',
      ],
    );
  });

  test('production of the deal platform lacks four tables and has uuids where staging has varchar(36)', async () => {
    const [production, staging] = [await tablesOf('deals_production'), await tablesOf('deals_staging')];
    expect([production.length, staging.length]).toEqual([165, 169]);
    expect(staging.filter((table) => !production.includes(table))).toEqual([
      'folders',
      'pipeline_templates',
      'rbac_audit_logs',
      'valuation_snapshots',
    ]);
    const idTypes = `
      SELECT format_type(atttypid, atttypmod), count(*)::int
        FROM pg_attribute
        JOIN pg_constraint ON contype IN ('p', 'f') AND (conrelid, conkey[1]) = (attrelid, attnum)
       WHERE contype = 'f' AND confrelid IN ('users'::regclass, 'organizations'::regclass)
          OR contype = 'p' AND attrelid IN ('users'::regclass, 'organizations'::regclass)
       GROUP BY 1`;
    expect(await rowsOf('deals_production', idTypes)).toEqual(['uuid', 128]);
    expect(await rowsOf('deals_staging', idTypes)).toEqual(['character varying(36)', 136]);
  });

  test('production of the project tracker is half applied, and its restoring migration finds all of it', async () => {
    const tables = await tablesOf('tracker_staging');
    expect(tables).toContain('vector-sync-status');
    expect(await tablesOf('tracker_production')).toEqual(
      tables.filter((table) => table !== 'vector-sync-status'),
    );
    const projects = `
      SELECT attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END
        FROM pg_attribute WHERE attrelid = 'projects'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname`;
    const [staging, production] = [
      await rowsOf('tracker_staging', projects),
      await rowsOf('tracker_production', projects),
    ];
    expect(staging.filter((column) => !production.includes(column))).toEqual([
      'created_at timestamp with time zone NOT NULL',
      'cumulative_hours numeric(10,2)',
      'description text',
      'launch_date date',
      'project_work_type character varying(50)',
      'retainer_hours numeric(10,2)',
      'send_meeting_emails boolean',
      'start_date date',
      'total_hours numeric(10,2)',
      'updated_at timestamp with time zone NOT NULL',
      'weekly_meeting_day text',
    ]);
  });

  test('billing is dirty at 3, and the third migration fails again', async () => {
    expect(await rowsOf('billing', 'SELECT version::int, dirty FROM schema_migrations')).toEqual([3, true]);
    const script = await read('billing/migrations/000003_unique_invoice_numbers.up.sql');
    await expect(rowsOf('billing', script)).rejects.toMatchObject({ code: '23505' });
  });

  test('every database knows its own name', async () => {
    for (const { name } of demoDatabases) {
      expect(await rowsOf(name, 'SELECT current_database()::text')).toEqual([name]);
    }
  });
});

describe('the workspace', () => {
  test('its settings are valid, protect production and hold no password', async () => {
    const text = await read('.vscode/settings.json');
    const { value, problems } = readSettings(JSON.parse(text));
    expect(problems).toEqual([]);
    const { environments } = value;
    expect(environments.filter(({ name }) => name === 'production')).toHaveLength(3);
    expect(environments.every((one) => one.protected === (one.name === 'production'))).toBe(true);
    expect(text).not.toContain(demo.environment.DRIFTLINE_DEMO_PASSWORD);
  });

  test('only git-ignored files hold the password', async () => {
    const password = demo.environment.DRIFTLINE_DEMO_PASSWORD ?? '';
    expect(password).toHaveLength(24);
    const entries = await readdir(demo.folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const holding: string[] = [];
    for (const file of files) if ((await readFile(file, 'latin1')).includes(password)) holding.push(file);
    expect(holding.map((file) => file.slice(demo.folder.length + 1)).sort()).toEqual([
      'admin-module/.env',
      'query-module/.env',
      'storage-element/.env',
    ]);
    expect(await read('.gitignore')).toMatch(/^\.env$/m);
  });

  test('the storage element is pointed at the wrong database', async () => {
    expect(await read('storage-element/.env')).toMatch(/^DATABASE_URL=.*\/artstore$/m);
  });

  test("the credentialing project's alembic.ini names the running server", async () => {
    expect(await read('credentialing/alembic.ini')).toContain(`@127.0.0.1:${demo.port}/credentialing\n`);
  });

  test.skipIf(!onPath('git'))('the unknown revision lies on another branch', async () => {
    const git = async (...args: readonly string[]) =>
      (await promisify(execFile)('git', ['-C', demo.folder, ...args])).stdout;
    const files = await git('ls-tree', '-r', '--name-only', 'saved-searches');
    expect(files).toContain('f3b8812ac97e');
    expect(await git('status', '--porcelain')).toBe('');
    expect(await git('ls-files')).not.toContain('f3b8812ac97e');
  });

  test('a start that was interrupted while it wrote can be repeated', async () => {
    const folder = join(scratch, 'interrupted');
    const options = { folder, port: 1, password: 'x' };
    await writeWorkspace(options);
    const names = (await readdir(folder)).sort();
    for (const name of names.filter((name) => name !== '.driftline-demo'))
      await rm(join(folder, name), { recursive: true });
    await writeWorkspace(options);
    expect((await readdir(folder)).sort()).toEqual(names);
  });

  test('a folder with anything else in it is not touched', async () => {
    const file = join(scratch, 'thesis.txt');
    await writeFile(file, 'ten years of work');
    await expect(writeWorkspace({ folder: scratch, port: 1, password: 'x' })).rejects.toThrow(/is not empty/);
    expect(await readFile(file, 'utf8')).toBe('ten years of work');
  });
});

test('no line that is logged holds the password', () => {
  expect(log.join('\n')).toContain(String(demo.port));
  expect(log.join('\n')).not.toContain(demo.environment.DRIFTLINE_DEMO_PASSWORD);
});

test('stopping frees the port; starting again replaces the workspace and resets the databases', async () => {
  await rowsOf('billing', 'UPDATE schema_migrations SET dirty = false');
  await writeFile(join(demo.folder, 'README.md'), 'changed');
  await demo.stop();
  await expect(rowsOf('billing', 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });

  demo = await start();

  expect(await rowsOf('billing', 'SELECT dirty FROM schema_migrations')).toEqual([true]);
  expect(await read('README.md')).not.toBe('changed');
});

function onPath(program: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)));
}
