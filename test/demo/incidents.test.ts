/** Two incidents on the command line, with the demo's databases: the same answers as in the editor. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StatusDocument, statusDocument } from '../../src/core/status/statusDocument.ts';
import { type Demo, startDemo } from '../../src/demo/startDemo.ts';
import { root } from '../../src/dev/root.ts';
import { postgresCache } from './postgresCache.ts';

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let scratch: string;
let demo: Demo;
let status: StatusDocument;
let whole: Run;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'driftline-incidents-'));
  demo = await startDemo({ folder: join(scratch, 'demo'), cacheFolder: postgresCache, log: () => undefined });
  whole = await driftline(['status', demo.folder, '--json']);
  status = statusDocument.parse(JSON.parse(whole.out));
});

afterAll(async () => {
  await demo.stop();
  await rm(scratch, { recursive: true });
});

/** Asynchronous, because the databases answer from this process. */
function driftline(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = demo.environment,
): Promise<Run> {
  const env = { ...process.env, ...environment, NO_COLOR: '1' };
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'src/cli.ts'), ...args], { env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

function project(name: string) {
  const found = status.projects.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no project ${name}.`);
  return found;
}

function environment(projectName: string, name: string) {
  const found = project(projectName).environments.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${projectName} has no environment ${name}.`);
  return found;
}

describe('three services on one server', () => {
  test('each is found with its head and its version table, although env.py would import the application', () => {
    const services = ['admin-module', 'storage-element', 'query-module'].map(project);
    expect(services.map(({ heads, versionTable }) => [heads, versionTable])).toEqual([
      [['4c7e84fcc6b9'], 'alembic_version'],
      [['100779395dad'], 'storage_elem_01_alembic_version'],
      [['16c6973431df'], 'alembic_version'],
    ]);
  });

  test('each environment has its own stamp', () => {
    expect(environment('admin-module', 'local')).toMatchObject({
      state: 'standing',
      at: ['4c7e84fcc6b9'],
      behind: 0,
    });
    expect(environment('admin-module', 'staging')).toMatchObject({ at: ['7be2940c1fd8'], behind: 1 });
    expect(environment('admin-module', 'ci')).toMatchObject({
      at: [],
      behind: 4,
      summary: 'at base, 4 behind',
    });
    expect(environment('query-module', 'staging')).toMatchObject({ at: ['c04f7d5e2a68'], behind: 1 });
  });

  test('the database that the storage element should have used is not under version control', () => {
    expect(environment('storage-element', 'staging')).toMatchObject({ state: 'absent', behind: null });
  });

  test('a revision that this checkout does not know is said to be unknown, and what is pending is not guessed', () => {
    expect(environment('query-module', 'local')).toMatchObject({
      unknown: ['f3b8812ac97e'],
      behind: null,
      pending: [],
    });
  });
});

describe('four revisions behind', () => {
  test('production lacks four, in this order', () => {
    const { at, behind, pending } = environment('credentialing', 'production');
    expect([at, behind]).toEqual([['20260115_0200'], 4]);
    expect(pending.map(({ id }) => id)).toEqual([
      '20260115_0300',
      '20260127_0100',
      '7702d353e5b8',
      '20260131_0000',
    ]);
    expect(pending.every(({ message, created }) => message !== '' && created !== undefined)).toBe(true);
  });

  test('local lacks one', () => {
    expect(environment('credentialing', 'local')).toMatchObject({ at: ['7702d353e5b8'], behind: 1 });
  });
});

describe('the command line', () => {
  test('a dirty golang-migrate database is said to be dirty', () => {
    expect(environment('billing', 'staging').summary).toBe('dirty at 3, 1 behind');
  });

  test('findings end it with 1, and nothing but the answer is printed', () => {
    expect([whole.code, whole.err]).toEqual([1, '']);
  });

  test('what is asked for by name and clean ends it with 0', async () => {
    const args = ['status', demo.folder, '--project', 'admin-module', '--env', 'local'];
    const { code, out } = await driftline(args);
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toEqual([
      'admin-module  Alembic · admin-module',
      '  4 revisions, head 4c7e84fcc6b9',
      '  ✓ local  4c7e84fcc6b9  up to date',
    ]);
  });

  test('a name that does not exist ends it with 2 and the names there are', async () => {
    const { code, err } = await driftline(['status', demo.folder, '--project', 'admin']);
    expect(code).toBe(2);
    expect(err).toBe(
      'There is no project admin. Name one of: admin-module, credentialing, query-module, storage-element, billing.\n',
    );
  });

  test('an environment that cannot be asked ends it with 2 and says why', async () => {
    const args = ['status', demo.folder, '--project', 'credentialing', '--env', 'production'];
    const { code, out } = await driftline(args, { DRIFTLINE_DEMO_PASSWORD: 'wrong-password' });
    expect(code).toBe(2);
    expect(out).toContain('The server rejected the password of credentialing@127.0.0.1');
    expect(out).not.toContain('wrong-password');
  });

  test('no password is printed anywhere', () => {
    const secret = Object.values(demo.environment)[0] ?? '';
    expect(secret.length).toBeGreaterThan(10);
    expect(`${whole.out}${whole.err}`).not.toContain(secret);
  });
});
