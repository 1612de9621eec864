import { describe, expect, test } from 'vitest';
import { defaultSettings, environmentsOf, projectSettingOf } from '../../src/core/settings.ts';
import { readSettings, settingIds, settingsJsonSchemas } from '../../src/core/settingsSchema.ts';

const connection = { host: 'db', database: 'shop', user: 'app' };

/** What is wrong with one environment, a line each. */
function problemsWith(environment: unknown): readonly string[] {
  const { problems } = readSettings({ 'driftline.environments': [environment] });
  return problems.map(({ message }) => message.replace('driftline.environments[0]', '…'));
}

describe('environments', () => {
  test('what is left out has its default', () => {
    const { value, problems } = readSettings({ 'driftline.environments': [{ name: 'local', connection }] });
    expect(problems).toEqual([]);
    expect(value.environments).toEqual([
      { name: 'local', connection: { ...connection, port: 5432, ssl: 'prefer' }, protected: false },
    ]);
  });

  test.each([
    [{ ...connection, host: '${env:PGHOST}', port: '${env:PGPORT}', ssl: 'verify-full' }],
    [{ url: '${env:DATABASE_URL}' }],
    [{ url: 'postgresql+asyncpg://app@db/shop' }],
    [{ url: 'postgresql://${env:USER_NAME}:${env:PASSWORD}@${env:HOST}/shop' }],
    [{ envFile: '.env', key: 'DATABASE_URL' }],
    [{ from: 'alembic.ini' }],
  ])('%o is a connection', (given) => {
    expect(problemsWith({ name: 'local', connection: given, password: '${env:PW}' })).toEqual([]);
  });

  test.each([
    [{ connection }, '….name is missing.'],
    [{ name: 'a' }, '….connection is missing.'],
    [{ name: 'a', connection: 'db' }, '….connection must be an object.'],
    [{ name: 'a', connection: { ...connection, user: undefined } }, '….connection.user is missing.'],
    [{ name: 'a', connection: { ...connection, port: 0 } }, '….connection.port must be at least 1.'],
    [
      { name: 'a', connection: { ...connection, port: '5432' } },
      '….connection.port must be a number from 1 to 65535, or ${env:NAME}.',
    ],
    [
      { name: 'a', connection: { ...connection, databse: 'x' } },
      '….connection.databse is not known here. Correct its name or remove it.',
    ],
    [{ name: 'a', connection: { envFile: '.env' } }, '….connection.key is missing.'],
    [{ name: 'a', connection: { from: 'setup.cfg' } }, '….connection.from must be “alembic.ini”.'],
    [{ name: 'a', connection, protected: 'yes' }, '….protected must be true or false.'],
    [{ name: 'a', connection, projects: 'shop' }, '….projects must be a list.'],
    [{ name: 'a', connection, projects: [] }, '….projects must not be empty.'],
    [5, '… must be an object.'],
  ])('%o', (environment, problem) => {
    expect(problemsWith(environment)).toEqual([problem]);
  });

  test.each([
    [{ name: 'a', connection, password: 'hunter2' }],
    [{ name: 'a', connection: { ...connection, password: 'hunter2' } }],
    [{ name: 'a', connection: { url: 'postgresql://app:hunter2@db/shop' } }],
    [{ name: 'a', connection: { url: 'postgresql://db/shop?password=hunter2' } }],
    [{ name: 'a', connection: { url: 'postgresql://app:hunter2${env:REST}@db/shop' } }],
    [{ name: 'a', connection: { url: 'mysql://app:hunter2@db/shop' } }],
  ])('a password in plain text is refused and not repeated: %#', (environment) => {
    const problems = problemsWith(environment);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('secret storage');
    expect(problems[0]).not.toContain('hunter2');
  });

  test('a problem says where in the settings it is', () => {
    const environments = [
      { name: 'a', connection },
      { name: 'b', connection: { ...connection, host: 1 } },
    ];
    const { value, problems } = readSettings({ 'driftline.environments': environments });
    expect(value.environments.map(({ name }) => name)).toEqual(['a']);
    expect(problems).toEqual([
      {
        path: ['driftline.environments', 1, 'connection', 'host'],
        message: 'driftline.environments[1].connection.host must be a text.',
      },
    ]);
  });

  test('one name for several projects is fine, twice for one project is not', () => {
    const environments = [
      { name: 'prod', projects: ['admin'], connection },
      { name: 'prod', projects: ['query'], connection },
      { name: 'prod', projects: ['storage', 'query'], connection },
    ];
    const { value, problems } = readSettings({ 'driftline.environments': environments });
    expect(value.environments).toHaveLength(2);
    expect(problems.map(({ message }) => message)).toEqual([
      'driftline.environments[2].name is taken by another entry for the same projects. Rename one.',
    ]);
  });
});

describe('which settings a project has', () => {
  const settings = readSettings({
    'driftline.environments': [
      { name: 'local', connection },
      { name: 'prod', projects: ['storage-*'], connection: { ...connection, database: 'storage' } },
      { name: 'prod', connection: { ...connection, database: 'others' } },
    ],
    'driftline.projects': [
      { project: '*', versionTableSchema: 'meta' },
      { project: 'storage-element', versionTable: 'storage_version' },
    ],
  }).value;

  test('environments by name or glob, the first of one name', () => {
    const databases = (project: string): readonly string[] =>
      environmentsOf(settings, project).map(({ name, connection }) =>
        'database' in connection ? `${name} ${connection.database}` : name,
      );
    expect(databases('storage-element')).toEqual(['local shop', 'prod storage']);
    expect(databases('admin')).toEqual(['local shop', 'prod others']);
  });

  test('later entries go before earlier ones', () => {
    expect(projectSettingOf(settings, 'storage-element')).toMatchObject({
      versionTable: 'storage_version',
      versionTableSchema: 'meta',
    });
    expect(projectSettingOf(settings, 'admin')).not.toHaveProperty('versionTable');
  });
});

describe('timeouts', () => {
  test('a wrong one is told and has its default', () => {
    const { value, problems } = readSettings({ 'driftline.connection.statementTimeoutMs': 5 });
    expect(value).toEqual(defaultSettings);
    expect(problems.map(({ message }) => message)).toEqual([
      'driftline.connection.statementTimeoutMs must be at least 100.',
    ]);
  });
});

test('every setting has a description and a default for the manifest', () => {
  for (const id of settingIds) {
    expect(settingsJsonSchemas()[id]).toHaveProperty('markdownDescription');
    expect(settingsJsonSchemas()[id]).toHaveProperty('default');
  }
});

test('severities of model findings are told apart by kind and environment, in the order they are written', () => {
  const severity = { '*@local': 'hint', 'column-wider': 'off', 'type-mismatch@prod-*': 'error' };
  const { value, problems } = readSettings({ 'driftline.models.severity': severity });
  expect(problems).toEqual([]);
  expect(value.models.severities).toEqual([
    { kind: '*', environment: 'local', severity: 'hint' },
    { kind: 'column-wider', severity: 'off' },
    { kind: 'type-mismatch', environment: 'prod-*', severity: 'error' },
  ]);
});

test('a severity of something that is no kind is a problem that says so, and the others are default', () => {
  const { value, problems } = readSettings({ 'driftline.models.severity': { colour: 'error' } });
  expect(problems.map(({ message }) => message)).toEqual([
    'driftline.models.severity.colour is not a kind of finding, or one with @ and an environment.',
  ]);
  expect(value.models).toEqual(defaultSettings.models);
});

test('a settings.json with other things in it is read without problems', () => {
  expect(readSettings({ 'editor.fontSize': 12, 'driftline.projects': undefined })).toEqual({
    value: defaultSettings,
    problems: [],
  });
});
