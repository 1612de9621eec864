/** The incidents on the command line, with the demo's databases: the same answers as in the editor. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DriftDocument } from '../../src/core/drift/driftDocument.ts';
import { type StatusDocument, statusDocument } from '../../src/core/status/statusDocument.ts';
import { type Demo, startDemo } from '../../src/demo/startDemo.ts';
import { caches, type Run, run } from '../support/commandLine.ts';
import { postgresCache } from './postgresCache.ts';

let scratch: string;
let demo: Demo;
let status: StatusDocument;
let whole: Run;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'driftline-incidents-'));
  demo = await startDemo({ folder: join(scratch, 'demo'), cacheFolder: postgresCache, log: () => undefined });
  whole = await driftline(['status', demo.folder, '--yes', '--json']);
  status = statusDocument.parse(JSON.parse(whole.out));
});

afterAll(async () => {
  await demo.stop();
  await rm(scratch, { recursive: true });
});

function driftline(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = demo.environment,
): Promise<Run> {
  // What the user of this machine agreed to is not asked.
  const own = { XDG_CONFIG_HOME: scratch, APPDATA: scratch };
  return run(args, { ...process.env, ...caches, ...environment, ...own });
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

describe('what the schemas say', () => {
  let diff: Run;
  /** Project and environment → what is said of it. */
  const reports = new Map<string, readonly string[]>();
  beforeAll(async () => {
    diff = await driftline(['diff', demo.folder, '--yes']);
    for (const report of diff.out.trimEnd().split('\n\n')) {
      const [name = '', ...lines] = report.split('\n');
      reports.set(name, lines);
    }
  });

  test('all of it', async () => {
    expect([diff.code, diff.err]).toEqual([1, '']);
    await expect(diff.out).toMatchFileSnapshot('../fixtures/incidents/diff.txt');
  });

  test('the false stamp: the revision that matches, and each later one that is there in part', () => {
    const report = reports.get('deal-platform · production')?.join('\n');
    for (const id of [
      '9c1e5d0a7b34',
      '4f0b8c2e6d19',
      'b37d91e05ac8',
      'e815f2c7906b',
      '6ad2074f8be3',
      'dc2c0f69c1b1',
    ])
      expect(report).toContain(id);
    for (const table of ['folders', 'pipeline_templates', 'rbac_audit_logs', 'valuation_snapshots'])
      expect(report).toContain(`− ${table}: missing`);
    expect(report).toContain('128 columns: uuid instead of character varying(36)');
  });

  test('the half-applied database: a table with a hyphen, nine columns and two NOT NULLs', () => {
    const lines = reports.get('project-tracker · production') ?? [];
    expect(lines.filter((line) => line.includes(': missing'))).toHaveLength(10);
    expect(lines.filter((line) => line.includes('nullable instead of not null'))).toHaveLength(2);
    expect(lines.join('\n')).toContain('"vector-sync-status": missing');
  });

  test("the database of the admin module carries the storage element's tables", () => {
    const report = reports.get('admin-module · local')?.join('\n');
    expect(report).toContain('This database also carries 4 tables and 1 type of storage-element');
    expect(report).not.toContain('query-module');
  });

  test('a database that two services work on needs attention, although either agrees with its stamp', async () => {
    const args = ['whereis', demo.folder, '--yes', '--project', 'admin-module', '--env', 'local'];
    const shared = await driftline([...args, '--json']);
    const { clean, environments } = JSON.parse(shared.out) as DriftDocument;
    expect([shared.code, clean]).toEqual([1, false]);
    expect(environments[0]?.verdict).toMatchObject({ kind: 'agrees', confidence: 'exact', shared: true });
    expect(environments[0]?.verdict?.notes).toEqual([
      expect.stringContaining('of storage-element: storage_elem_01_alembic_version, storage_elem_01_config'),
    ]);
  });

  test('a stamp that this checkout does not know is not taken for base', () => {
    const [headline] = reports.get('query-module · local') ?? [];
    expect(headline).toContain('16c6973431df');
    expect(headline).not.toContain('base');
  });

  test('whereis says the same, and an honest environment ends it with 0', async () => {
    const args = ['whereis', demo.folder, '--yes', '--project', 'deal-platform'];
    const [all, honest] = [await driftline(args), await driftline([...args, '--env', 'staging'])];
    expect([all.code, honest.code]).toEqual([1, 0]);
    for (const name of ['deal-platform · staging', 'deal-platform · production'])
      expect(all.out).toContain(`${name}\n${reports.get(name)?.[0]}\n`);
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
    const args = ['status', demo.folder, '--yes', '--project', 'admin-module', '--env', 'local'];
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
      'There is no project admin. Name one of: admin-module, credentialing, deal-platform, project-tracker, query-module, storage-element, billing.\n',
    );
  });

  test('an environment that cannot be asked ends it with 2 and says why', async () => {
    const args = ['status', demo.folder, '--yes', '--project', 'credentialing', '--env', 'production'];
    const { code, out } = await driftline(args, { DRIFTLINE_DEMO_PASSWORD: 'wrong-password' });
    expect(code).toBe(2);
    expect(out).toContain('The server rejected the password of credentialing@127.0.0.1');
    expect(out).not.toContain('wrong-password');
  });

  test('without a terminal nothing is asked before --yes, and the targets are named', async () => {
    const { code, out, err } = await driftline(['status', demo.folder, '--project', 'billing']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe(
      `Nobody is here to agree to connect to billing@127.0.0.1:${demo.port}/billing. Run driftline status once in a terminal and answer its question, or with --yes where you trust the settings.\n`,
    );
  });

  test('what was passed over in a connection is said once, on stderr', async () => {
    const settings = join(scratch, 'odd.json');
    const connection = { url: `postgresql://artstore@127.0.0.1:${demo.port}/artstore?sslmode=odd` };
    const password = `\${env:${Object.keys(demo.environment)[0]}}`;
    await writeFile(
      settings,
      JSON.stringify({ 'driftline.environments': [{ name: 'odd', connection, password }] }),
    );
    const args = ['status', demo.folder, '--yes', '--settings', settings, '--project', 'admin-module'];
    const { code, err } = await driftline(args);
    expect([code, err]).toEqual([
      0,
      'odd, admin-module: The TLS mode in the database URL is not known; “prefer” is used instead.\n',
    ]);
  });

  test('history shows one chain, and takes nothing that is about environments', async () => {
    const { code, out } = await driftline(['history', demo.folder, '--project', 'storage-element']);
    expect([code, out.split('\n')]).toEqual([
      0,
      [
        'storage-element',
        expect.stringMatching(/^5e2d8a3c9b71 → 100779395dad {2}\(head\)/),
        expect.stringMatching(/^base → 5e2d8a3c9b71 /),
        '',
      ],
    ]);
    for (const args of [['--env', 'local'], ['--json'], ['--yes']]) {
      const refused = await driftline(['history', demo.folder, ...args]);
      expect([refused.code, refused.err]).toEqual([
        2,
        `driftline history does not take ${args[0]}. Leave it out: see driftline --help.\n`,
      ]);
    }
  });

  test('a project and an environment that do not go together end it with 2', async () => {
    const args = ['status', demo.folder, '--yes', '--project', 'billing', '--env', 'production'];
    const { code, err } = await driftline(args);
    expect([code, err]).toEqual([
      2,
      'There is no environment production of billing. Name one of: staging.\n',
    ]);
  });

  test('no password is printed anywhere', () => {
    const secret = Object.values(demo.environment)[0] ?? '';
    expect(secret.length).toBeGreaterThan(10);
    expect(`${whole.out}${whole.err}`).not.toContain(secret);
  });
});
