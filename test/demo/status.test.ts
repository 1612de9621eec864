/** Incidents D and E from end to end: the demo as `driftline status` sees it, run from its sources. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statusDocument } from '../../src/core/status/statusDocument.ts';
import { type Demo, startDemo } from '../../src/demo/startDemo.ts';
import { postgresCache } from './postgresCache.ts';

let scratch: string;
let demo: Demo;
let status: StatusRun;

interface StatusRun {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'driftline-status-'));
  demo = await startDemo({ folder: join(scratch, 'demo'), cacheFolder: postgresCache, log: () => undefined });
  status = await runStatus();
});

afterAll(async () => {
  await demo.stop();
  await rm(scratch, { recursive: true });
});

async function runStatus(): Promise<StatusRun> {
  const args = [join(import.meta.dirname, '../../src/cli.ts'), 'status', '--json', demo.folder];
  const env = { ...process.env, ...demo.environment };
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, args, { env })) };
  } catch (error) {
    return error as StatusRun;
  }
}

function projects() {
  return statusDocument.parse(JSON.parse(status.stdout)).projects;
}

test('every project is found, with its heads and its version table', () => {
  expect(projects().map(({ name, versionTable, heads }) => [name, versionTable, heads])).toEqual([
    ['admin-module', 'alembic_version', ['4c7e84fcc6b9']],
    ['credentialing', 'alembic_version', ['20260131_0000']],
    ['query-module', 'alembic_version', ['16c6973431df']],
    ['storage-element', 'storage_elem_01_alembic_version', ['100779395dad']],
    ['billing', 'schema_migrations', ['4']],
  ]);
});

test('every environment has its state', () => {
  const states = projects().flatMap(({ name, environments }) =>
    environments.map((environment) => [
      `${name} ${environment.name}`,
      environment.at.join(),
      environment.pending.map(({ id }) => id).join(),
      environment.unknown.join(),
    ]),
  );
  expect(states).toEqual([
    ['admin-module local', '4c7e84fcc6b9', '', ''],
    ['admin-module ci', '', 'a3f5c19e7d02,d81b6e0f4a57,7be2940c1fd8,4c7e84fcc6b9', ''],
    ['admin-module staging', '7be2940c1fd8', '4c7e84fcc6b9', ''],
    ['credentialing local', '7702d353e5b8', '20260131_0000', ''],
    [
      'credentialing production',
      '20260115_0200',
      '20260115_0300,20260127_0100,7702d353e5b8,20260131_0000',
      '',
    ],
    ['query-module local', '', '', 'f3b8812ac97e'],
    ['query-module staging', 'c04f7d5e2a68', '16c6973431df', ''],
    ['storage-element local', '100779395dad', '', ''],
    ['storage-element staging', '', '', ''],
    ['billing staging', '3', '4', ''],
  ]);
});

test('the database that the storage element made itself is not under version control', () => {
  const storage = projects().find(({ name }) => name === 'storage-element');
  const staging = storage?.environments.find(({ name }) => name === 'staging');
  expect(staging?.state).toBe('absent');
});

test('there is something to do, and no password in what is printed', () => {
  expect(status.code).toBe(1);
  for (const secret of Object.values(demo.environment)) {
    expect(status.stdout + status.stderr).not.toContain(secret);
  }
});
