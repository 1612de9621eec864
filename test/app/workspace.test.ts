import { beforeEach, describe, expect, test } from 'vitest';
import { loadPython } from '../../src/adapters/treeSitter.ts';
import { Answers } from '../../src/app/answers.ts';
import type { DatabasePorts } from '../../src/app/askDatabase.ts';
import { overviewsOf } from '../../src/app/overview.ts';
import type { DatabaseReading } from '../../src/app/ports.ts';
import { UserError } from '../../src/app/userError.ts';
import { Workspace } from '../../src/app/workspace.ts';
import type { VersionTableReading } from '../../src/core/migration/versionTable.ts';
import { readSettings } from '../../src/core/settingsSchema.ts';
import { headline } from '../../src/core/status/stampReport.ts';
import { MemoryFiles, revisionText } from '../support/memoryFiles.ts';

const ENV_PY = `from alembic import context
context.configure(connection=connection, target_metadata=None)
`;

const SHOP = {
  '/w/shop/alembic.ini': '[alembic]\nscript_location = migrations\n',
  '/w/shop/migrations/env.py': ENV_PY,
  '/w/shop/migrations/versions/aaaa1_start.py': revisionText('aaaa1', undefined, 'Start'),
  '/w/shop/migrations/versions/bbbb2_orders.py': revisionText('bbbb2', 'aaaa1', 'Orders'),
};

const SETTINGS = readSettings({
  'driftline.environments': [
    { name: 'local', connection: { host: 'localhost', database: 'shop', user: 'app' } },
    {
      name: 'production',
      connection: { host: 'db.example', database: 'shop', user: 'app' },
      protected: true,
    },
  ],
}).value;

const never = new AbortController().signal;

function rows(...versions: readonly string[]): VersionTableReading {
  return { kind: 'rows', schema: 'public', rows: versions.map((version_num) => ({ version_num })) };
}

let files: MemoryFiles;
let answer: (password: string | undefined) => Promise<VersionTableReading>;
let database: { -readonly [K in keyof DatabasePorts]: DatabasePorts[K] };
let workspace: Workspace;

beforeEach(async () => {
  files = new MemoryFiles(SHOP);
  answer = () => Promise.resolve(rows('aaaa1'));
  database = {
    approach: (environment, project) => {
      const target = { host: 'localhost', port: 5432, database: 'shop', user: 'app', ssl: 'prefer' } as const;
      const connection = { target, password: undefined };
      return Promise.resolve({ environment, project, connection, secretKey: 'key', fingerprint: 'print' });
    },
    permit: () => Promise.resolve(true),
    askPassword: () => Promise.resolve(undefined),
    keepPassword: () => Promise.resolve(),
    versionTables: {
      readVersionTables: async ({ password }): Promise<DatabaseReading> => ({
        serverVersion: '17.2',
        database: 'shop',
        tables: [await answer(password)],
      }),
    },
  };
  const log = { info: () => undefined, error: () => undefined };
  const pause = () => Promise.resolve();
  const answers = new Answers(undefined, files);
  workspace = new Workspace({ files, answers, python: loadPython, database, pause, now: () => 1000, log });
  workspace.configure(SETTINGS, []);
  await workspace.find([{ folder: '/w', excludes: [] }], never);
});

function settingsWith(connection: object) {
  return readSettings({ 'driftline.environments': [{ name: 'local', connection }] }).value;
}

function only<T>(list: readonly T[]): T {
  expect(list).toHaveLength(1);
  return list[0] as T;
}

function environmentId(name: string): string {
  return only(workspace.state.environments.filter((one) => one.name === name)).id;
}

function statusOf(name: string) {
  return only(workspace.state.environments.filter((one) => one.name === name)).status;
}

function headlineOf(name: string): string | undefined {
  const overviews = overviewsOf(workspace.state, only(workspace.state.projects));
  const { report } = only(overviews.filter(({ environment }) => environment.name === name));
  return report && headline(report);
}

describe('finding', () => {
  test('a project comes with its chain and its environments', () => {
    const { project, graph, history, problems, versionTable } = only(workspace.state.projects);
    expect([project.name, graph.heads, history, problems]).toEqual([
      'shop',
      ['bbbb2'],
      ['bbbb2', 'aaaa1'],
      [],
    ]);
    expect(versionTable?.name).toBe('alembic_version');
    expect(workspace.state.environments.map(({ name, status }) => [name, status.kind])).toEqual([
      ['local', 'notRead'],
      ['production', 'notRead'],
    ]);
  });

  test('a script that appears on disk joins the chain', async () => {
    const file = '/w/shop/migrations/versions/cccc3_more.py';
    files.texts.set(file, revisionText('cccc3', 'bbbb2'));
    await workspace.scriptsChanged([file]);
    expect(only(workspace.state.projects).graph.heads).toEqual(['cccc3']);
  });

  test('what is typed counts at once, and no more when the document is closed unsaved', async () => {
    const file = '/w/shop/migrations/versions/bbbb2_orders.py';
    await workspace.textChanged(file, revisionText('bbbb2', 'gone1'));
    expect(only(workspace.state.projects).problems.map(({ code }) => code)).toContain('missing-parent');
    await workspace.textChanged(file, undefined);
    expect(only(workspace.state.projects).problems).toEqual([]);
  });

  test('a half-typed script stays in the chain and its error is told', async () => {
    const file = '/w/shop/migrations/versions/bbbb2_orders.py';
    await workspace.textChanged(file, `${revisionText('bbbb2', 'aaaa1')}\ndef more(:\n`);
    const { graph, problems } = only(workspace.state.projects);
    expect([graph.heads, problems.map(({ code }) => code)]).toEqual([['bbbb2'], ['syntax-error']]);
  });

  test('syntax errors are told once the scripts were parsed', async () => {
    const file = '/w/shop/migrations/versions/aaaa1_start.py';
    files.texts.set(file, `${revisionText('aaaa1', undefined)}\ndef more(:\n`);
    await workspace.scriptsChanged([file]);
    expect(only(workspace.state.projects).problems).toEqual([]);
    await workspace.checkSyntax(never);
    expect(only(workspace.state.projects).problems.map(({ code }) => code)).toEqual(['syntax-error']);
  });

  test('an aborted search leaves what was there', async () => {
    const before = workspace.state.projects;
    const abort = new AbortController();
    const finding = workspace.find([{ folder: '/elsewhere', excludes: [] }], abort.signal);
    abort.abort();
    await finding;
    expect(workspace.state).toMatchObject({ search: 'done', projects: before });
  });
});

describe('asking an environment', () => {
  test('its stamp tells how far behind it is', async () => {
    await workspace.readEnvironment(environmentId('local'), never);
    expect([headlineOf('local'), headlineOf('production')]).toEqual(['1 behind', undefined]);
  });

  test('a refused connection becomes its state, and the last good answer stays', async () => {
    await workspace.readEnvironment(environmentId('local'), never);
    const seen: string[] = [];
    workspace.onDidChange(() => seen.push(statusOf('local').kind));
    answer = () => Promise.reject(new UserError('No server listens at this address.', 'Check the port.'));
    await workspace.readEnvironment(environmentId('local'), never);
    expect(seen).toEqual(['reading', 'failed']);
    expect(statusOf('local')).toMatchObject({
      failure: { message: 'No server listens at this address.', advice: 'Check the port.' },
    });
    expect(headlineOf('local')).toBe('1 behind');
  });

  test('whoever does not agree to connect is asked nothing else', async () => {
    database.permit = () => Promise.resolve(false);
    answer = () => Promise.reject(new Error('asked all the same'));
    await workspace.readEnvironment(environmentId('local'), never);
    expect(statusOf('local')).toEqual({ kind: 'notRead' });
  });

  test('a password is asked for when the server wants one, and kept once it took it', async () => {
    const kept: string[] = [];
    database.askPassword = () => Promise.resolve('typed');
    database.keepPassword = (_approach, password) => Promise.resolve(void kept.push(password));
    answer = (password) =>
      password === 'typed'
        ? Promise.resolve(rows('bbbb2'))
        : Promise.reject(new UserError('A password is needed.', 'Set it.', undefined, 'password'));
    await workspace.readEnvironment(environmentId('local'), never);
    expect([headlineOf('local'), kept]).toEqual(['up to date', ['typed']]);
  });

  test('a password that the server rejects is not kept', async () => {
    const kept: string[] = [];
    database.askPassword = () => Promise.resolve('wrong');
    database.keepPassword = (_approach, password) => Promise.resolve(void kept.push(password));
    answer = () =>
      Promise.reject(new UserError('The server rejected the password.', 'Set it.', undefined, 'password'));
    await workspace.readEnvironment(environmentId('local'), never);
    expect([statusOf('local').kind, kept]).toEqual(['failed', []]);
  });

  test('an aborted question leaves what was there', async () => {
    const abort = new AbortController();
    answer = () => {
      abort.abort();
      return Promise.reject(abort.signal.reason);
    };
    await workspace.readEnvironment(environmentId('local'), abort.signal);
    expect(statusOf('local')).toEqual({ kind: 'notRead' });
  });

  test('a defect is not swallowed', async () => {
    answer = () => Promise.reject(new TypeError('a defect'));
    await expect(workspace.readEnvironment(environmentId('local'), never)).rejects.toThrow('a defect');
    expect(statusOf('local')).toEqual({ kind: 'notRead' });
  });

  test('a new revision moves an environment further behind without asking it again', async () => {
    await workspace.readEnvironment(environmentId('local'), never);
    const file = '/w/shop/migrations/versions/cccc3_more.py';
    files.texts.set(file, revisionText('cccc3', 'bbbb2'));
    await workspace.scriptsChanged([file]);
    expect(headlineOf('local')).toBe('2 behind');
  });
});

describe('asking while things change', () => {
  test('an answer of the database that is not configured any more is dropped', async () => {
    answer = () => {
      workspace.configure(settingsWith({ host: 'other', database: 'shop', user: 'app' }), []);
      return Promise.resolve(rows('aaaa1'));
    };
    await workspace.readEnvironment(environmentId('local'), never);
    expect(statusOf('local')).toEqual({ kind: 'notRead' });
  });

  test('an answer about another version table is dropped', async () => {
    await workspace.readEnvironment(environmentId('local'), never);
    const renamed = ENV_PY.replace('target_metadata=None', 'version_table="other"');
    files.texts.set('/w/shop/migrations/env.py', renamed);
    await workspace.find([{ folder: '/w', excludes: [] }], never);
    expect(statusOf('local')).toEqual({ kind: 'notRead' });
  });

  test('whoever asks while it is being asked waits for the same answer, and a no leaves all as it was', async () => {
    let asked = 0;
    database.permit = () => {
      asked++;
      return Promise.resolve(false);
    };
    const id = environmentId('local');
    await Promise.all([workspace.readEnvironment(id, never), workspace.readEnvironment(id, never)]);
    expect([asked, statusOf('local')]).toEqual([1, { kind: 'notRead' }]);
  });

  test('who gives up waiting does not end it for those who go on', async () => {
    const id = environmentId('local');
    const abort = new AbortController();
    const [first, second] = [
      workspace.readEnvironment(id, abort.signal),
      workspace.readEnvironment(id, never),
    ];
    abort.abort();
    await Promise.all([first, second]);
    expect(statusOf('local')).toMatchObject({ kind: 'read' });
  });
});

describe('settings', () => {
  test('an environment for a project that was not found is told of', () => {
    const { value } = readSettings({
      'driftline.environments': [
        {
          name: 'local',
          projects: ['shpo'],
          connection: { host: 'localhost', database: 'shop', user: 'app' },
        },
      ],
    });
    workspace.configure(value, []);
    expect(workspace.state.settingsProblems).toEqual([
      'Environment local in driftline.environments is for shpo, but no such project was found. There are: shop.',
    ]);
  });

  test('an environment whose settings did not change keeps its answer', async () => {
    await workspace.readEnvironment(environmentId('local'), never);
    const [local] = SETTINGS.environments;
    workspace.configure({ ...SETTINGS, environments: local === undefined ? [] : [local] }, []);
    expect(workspace.state.environments.map(({ name, status }) => [name, status.kind])).toEqual([
      ['local', 'read'],
    ]);
  });

  test('one that points elsewhere now is not known any more', async () => {
    await workspace.readEnvironment(environmentId('local'), never);
    workspace.configure(settingsWith({ host: 'other', database: 'shop', user: 'app' }), []);
    expect(statusOf('local')).toEqual({ kind: 'notRead' });
  });

  test('a version table that code names is asked for in a setting', async () => {
    const computed = ENV_PY.replace('target_metadata=None', 'version_table=settings.version_table');
    files.texts.set('/w/shop/migrations/env.py', computed);
    await workspace.find([{ folder: '/w', excludes: [] }], never);
    await workspace.readEnvironment(environmentId('local'), never);
    expect(statusOf('local')).toMatchObject({
      failure: { advice: expect.stringContaining('versionTable') as string },
    });
    const told = readSettings({
      'driftline.projects': [{ project: 'shop', versionTable: 'shop_version' }],
    }).value;
    workspace.configure({ ...SETTINGS, projects: told.projects }, []);
    await workspace.readEnvironment(environmentId('local'), never);
    expect(headlineOf('local')).toBe('1 behind');
    expect(only(workspace.state.projects).problems).toEqual([]);
  });
});
