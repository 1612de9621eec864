/** `driftline schema`, and what `diff` and `whereis` refuse before they ask any database: a process as users start it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caches, commandLine } from '../support/commandLine.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'driftline-schema-'));
afterAll(() => rmSync(folder, { recursive: true }));

const files: Readonly<Record<string, string>> = {
  'shop/migrations/000001_users.up.sql': 'CREATE TABLE users (id int PRIMARY KEY, name text);',
  'shop/migrations/000002_mail.up.sql': 'ALTER TABLE users ADD COLUMN email varchar(255) NOT NULL;',
  'billing/migrations/000001_bills.up.sql': 'CREATE TABLE bills (total numeric(10, 2));',
  '.vscode/settings.json': JSON.stringify({
    'driftline.environments': [
      {
        name: 'local',
        projects: ['shop'],
        connection: { host: '127.0.0.1', port: 1, database: 'shop', user: 'app' },
      },
    ],
  }),
};

beforeAll(async () => {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
});

function run(...args: readonly string[]) {
  const { PATH } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [commandLine, ...args, folder], {
    encoding: 'utf8',
    env: { PATH, HOME: folder, XDG_CONFIG_HOME: folder, NO_COLOR: '1', ...caches },
  });
  return { code: status, stdout, stderr };
}

/** More than a start of Node needs on a busy machine. */
const timeout = 20_000;

const users = (columns: string) =>
  `CREATE TABLE public.users (\n${columns},\n  CONSTRAINT users_pkey PRIMARY KEY (id)\n);\n`;

describe('driftline schema', { timeout }, () => {
  test.each([
    ['head', users('  id integer NOT NULL,\n  name text,\n  email character varying(255) NOT NULL')],
    ['1', users('  id integer NOT NULL,\n  name text')],
    ['base', ''],
  ])('at %s', (at, expected) => {
    expect(run('schema', '--project', 'shop', '--at', at)).toEqual({
      code: 0,
      stdout: expected,
      stderr: '',
    });
  });

  test('head is meant where nothing is said', () => {
    expect(run('schema', '--project', 'billing').stdout).toBe(
      'CREATE TABLE public.bills (\n  total numeric(10,2)\n);\n',
    );
  });

  test.each([
    [['--project', 'shop', '--at', 'nope'], /nope.*\. See driftline history for what there is\./],
    [[], /There are 2 projects here: .*\. Name one with --project\./],
    [['--project', 'shpo'], /There is no project shpo\. Name one of: /],
    [['--project', 'shop', '--json'], /driftline schema does not take --json\./],
    [['--project', 'shop', '--env', 'local'], /driftline schema does not take --env\./],
  ])('%j is refused with a reason and 2', (args, reason) => {
    const { code, stdout, stderr } = run('schema', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(reason);
  });
});

describe('driftline diff and whereis', { timeout }, () => {
  test('nothing is connected to without consent', () => {
    const { code, stdout, stderr } = run('whereis');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--yes');
  });

  test('what could not be asked is told for programs, too', () => {
    const { code, stdout } = run('diff', '--json', '--yes');
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      clean: false,
      environments: [
        {
          project: 'shop',
          environment: 'local',
          state: 'failed',
          failure: expect.stringContaining('server') as string,
        },
      ],
    });
  });

  test('the schema of what programs get is printed', () => {
    const schemas = ['diff', 'whereis'].map((command) => run(command, '--json-schema'));
    expect(schemas.map(({ code }) => code)).toEqual([0, 0]);
    expect(schemas[0]?.stdout).toBe(schemas[1]?.stdout);
    expect(JSON.parse(schemas[0]?.stdout ?? '')).toMatchObject({
      properties: { version: { const: 1 }, environments: { type: 'array' } },
    });
  });

  test.each([
    [['whereis', '--all'], 'driftline whereis does not take --all.'],
    [['diff', '--at', 'head'], 'driftline diff does not take --at.'],
    [['diff', '--env', 'production'], 'There is no environment production.'],
  ])('%j is refused', (args, reason) => {
    const { code, stderr } = run(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
  });
});
