import { describe, expect, test } from 'vitest';
import {
  type ResolvedConnection,
  resolveConnection,
  type SourcePorts,
} from '../../src/adapters/connectionSources.ts';
import type { ConnectingProject } from '../../src/adapters/urlSources.ts';
import type { ConnectionSetting } from '../../src/core/connection/setting.ts';
import { targetText } from '../../src/core/connection/target.ts';
import type { EnvironmentSetting } from '../../src/core/settings.ts';

const project: ConnectingProject = {
  name: 'admin',
  root: '/shop/services/admin',
  workspaceFolder: '/shop',
  url: { file: '/shop/services/admin/alembic.ini', section: 'alembic', key: 'sqlalchemy.url' },
};

interface World {
  readonly files?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  /** Secret key → password. */
  readonly stored?: Readonly<Record<string, string>>;
}

function portsOf({ files = {}, variables = {}, stored = {} }: World): SourcePorts {
  return {
    variables,
    readFile: async (path) => files[path],
    storedPassword: async (key) => stored[key],
    defaults: { user: 'ada' },
  };
}

function environment(connection: ConnectionSetting, password?: string): EnvironmentSetting {
  const setting = { name: 'staging', connection, protected: false };
  return password === undefined ? setting : { ...setting, password };
}

const resolve = (setting: EnvironmentSetting, world: World = {}, of = project): Promise<ResolvedConnection> =>
  resolveConnection(setting, of, portsOf(world));

/** Target and password in one line, or the problem. */
function told(resolved: ResolvedConnection): string {
  if (resolved.kind === 'problem') return `${resolved.message} ${resolved.advice}`;
  const { target, password } = resolved.connection;
  return `${targetText(target)}, ${password === undefined ? 'no password' : `password ${password}`}`;
}

describe('by host', () => {
  const byHost: ConnectionSetting = {
    host: '${env:HOST}',
    port: '${env:PORT}',
    database: 'shop',
    user: 'app',
    ssl: 'require',
  };

  test('variables are filled in', async () => {
    const resolved = await resolve(environment(byHost), { variables: { HOST: 'db', PORT: '5433' } });
    expect(told(resolved)).toBe('app@db:5433/shop, no password');
  });

  test('variables that are not set, or empty, are named', async () => {
    expect(told(await resolve(environment(byHost), { variables: { HOST: '' } }))).toContain(
      'The environment variables HOST, PORT are not set.',
    );
  });

  test('a variable that is no port is refused without showing it', async () => {
    const resolved = await resolve(environment(byHost), { variables: { HOST: 'db', PORT: 'hunter2' } });
    expect(told(resolved)).toBe('The port is not a number from 1 to 65535. Correct the port.');
  });
});

describe('by url', () => {
  test('a variable holds the whole URL', async () => {
    const world = { variables: { DATABASE_URL: 'postgresql+asyncpg://app:p%40w@db/shop' } };
    expect(told(await resolve(environment({ url: '${env:DATABASE_URL}' }), world))).toBe(
      'app@db/shop, password p@w',
    );
  });

  test('a variable as the password may hold any character and cannot change the host', async () => {
    const world = { variables: { PW: 'x@evil.example/?#%41', HOST: 'db:5433' } };
    expect(
      told(await resolve(environment({ url: 'postgresql://app:${env:PW}@${env:HOST}/shop' }), world)),
    ).toBe('app@db:5433/shop, password x@evil.example/?#%41');
  });

  test('a URL that is none is told of by the name of its variable', async () => {
    const resolved = await resolve(environment({ url: '${env:DATABASE_URL}' }), {
      variables: { DATABASE_URL: 'hunter2' },
    });
    expect(told(resolved)).toBe(
      'The database URL is not a URL. It stands in the environment variable DATABASE_URL. Write it as postgresql://user@host:5432/database.',
    );
  });
});

describe('by .env file', () => {
  const setting = environment({ envFile: '.env', key: 'DATABASE_URL' });

  test('the nearest file that has the key counts', async () => {
    const files = {
      '/shop/services/admin/.env': 'OTHER=1',
      '/shop/services/.env': 'export DATABASE_URL="postgresql://app:near@db/shop" # local',
      '/shop/.env': 'DATABASE_URL=postgresql://app:far@db/shop',
    };
    expect(told(await resolve(setting, { files }))).toBe('app@db/shop, password near');
  });

  test('files above the workspace are not read', async () => {
    const files = { '/.env': 'DATABASE_URL=postgresql://app:far@db/shop' };
    expect(told(await resolve(setting, { files }))).toBe(
      'There is no file .env in the folder of admin or above it. Create it, or correct envFile in driftline.environments.',
    );
  });

  test('a value may refer to others of the file, but not to the secrets of this process', async () => {
    const url = 'DATABASE_URL=postgresql://app:${PGPASS}@${PGHOST}/shop';
    const whole = { '/shop/.env': `PGPASS=p$x\nPGHOST=db\n${url}` };
    expect(told(await resolve(setting, { files: whole }))).toBe('app@db/shop, password p$x');
    const half = { '/shop/.env': `PGHOST=attacker.invalid\n${url}` };
    expect(told(await resolve(setting, { files: half, variables: { PGPASS: 'secret' } }))).toContain(
      'DATABASE_URL in .env refers to PGPASS, which that file does not set.',
    );
  });

  test('a key that is not there is told', async () => {
    const files = { '/shop/.env': 'SECRET=hunter2' };
    expect(told(await resolve(setting, { files }))).toContain('.env has no value for DATABASE_URL.');
  });
});

describe("by the project's own configuration", () => {
  const setting = environment({ from: 'alembic.ini' });
  const ini = (url: string): World => ({
    files: {
      '/shop/services/admin/alembic.ini': `[alembic]\nsqlalchemy.url = ${url}\n[other]\nsqlalchemy.url = postgresql://b@db/b`,
    },
  });

  test('%% is one %, and then decoded', async () => {
    expect(told(await resolve(setting, ini('postgresql+psycopg2://app:p%%40w@db/shop')))).toBe(
      'app@db/shop, password p@w',
    );
  });

  test('another section can be named', async () => {
    expect(
      told(
        await resolve(setting, ini('driver://user:pass@localhost/dbname'), {
          ...project,
          urlSection: 'other',
        }),
      ),
    ).toBe('b@db/b, no password');
  });

  test.each([
    [
      'postgresql://app:%(pw)s@db/shop',
      'The database URL cannot be read, because %(pw)s is not set. It stands in sqlalchemy.url in section [alembic] of alembic.ini.',
    ],
    [
      'driver://user:pass@localhost/dbname',
      "The database URL is still the placeholder of Alembic's template",
    ],
    ['', 'Section [alembic] of alembic.ini has no value for sqlalchemy.url.'],
  ])('%s', async (url, message) => {
    expect(told(await resolve(setting, ini(url)))).toContain(message);
  });

  test('a project whose configuration names none says so', async () => {
    const { url: _, ...without } = project;
    expect(told(await resolve(setting, {}, without))).toContain(
      'The configuration of admin names no database URL.',
    );
    expect(told(await resolve(setting))).toContain('alembic.ini of admin cannot be read.');
  });
});

describe('passwords', () => {
  const byHost = { host: 'db', port: 5432, database: 'shop', user: 'app', ssl: 'prefer' } as const;
  const byUrl: ConnectionSetting = { url: '${env:DATABASE_URL}' };
  const variables = { DATABASE_URL: 'postgresql://app:from-url@db/shop', PW: 'from-variable' };

  async function secretKey(setting: EnvironmentSetting): Promise<string> {
    const resolved = await resolve(setting, { variables });
    return resolved.kind === 'resolved' ? resolved.secretKey : '';
  }

  test('one typed by the user goes before the one in the URL, one named in the settings before both', async () => {
    const stored = { [await secretKey(environment(byUrl))]: 'from-storage' };
    expect(told(await resolve(environment(byUrl), { variables }))).toBe('app@db/shop, password from-url');
    expect(told(await resolve(environment(byUrl), { variables, stored }))).toBe(
      'app@db/shop, password from-storage',
    );
    expect(told(await resolve(environment(byUrl, '${env:PW}'), { variables, stored }))).toBe(
      'app@db/shop, password from-variable',
    );
  });

  test('a workspace that names another host does not get the stored password', async () => {
    const stored = { [await secretKey(environment(byHost))]: 'from-storage' };
    expect(told(await resolve(environment(byHost), { stored }))).toBe('app@db/shop, password from-storage');
    expect(told(await resolve(environment({ ...byHost, host: 'evil.example' }), { stored }))).toBe(
      'app@evil.example/shop, no password',
    );
  });

  test('a variable that is to be sent as the password changes what the user agrees to', async () => {
    const fingerprints = await Promise.all(
      [
        environment(byHost),
        environment(byHost, '${env:PW}'),
        environment({ url: 'postgresql://app:${env:PW}@db/shop' }),
      ].map(async (setting) => {
        const resolved = await resolve(setting, { variables });
        return resolved.kind === 'resolved' ? resolved.fingerprint : '';
      }),
    );
    expect(new Set(fingerprints).size).toBe(3);
  });

  test('a variable that is not set is told', async () => {
    expect(told(await resolve(environment(byHost, '${env:PW}')))).toContain(
      'The environment variable PW, which should hold the password of staging, is not set.',
    );
  });
});
