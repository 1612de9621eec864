import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createVersionTableReader } from '../../../src/adapters/postgres/readVersionTables.ts';
import type { DatabaseReading } from '../../../src/app/ports.ts';
import { UserError } from '../../../src/app/userError.ts';
import type { ConnectionTarget } from '../../../src/core/connection/target.ts';
import { selfSignedCertificate } from '../../support/certificate.ts';
import { hasPostgres, PostgresServer, superuserPassword } from '../../support/postgres.ts';
import { RecordingProxy } from '../../support/proxy.ts';

const version = 18;
const alembic = { name: 'alembic_version', columns: ['version_num'] };
const password = 'correct-horse-battery';
const unknownPassword: unique symbol = Symbol('no password is known');
const certificate = selfSignedCertificate();

const roles = `
CREATE TABLE alembic_version (version_num text);
INSERT INTO alembic_version VALUES ('1');
${['app', 'encrypted', 'plain', 'barred', 'crowd', 'stranger'].map((role) => `CREATE ROLE ${role} LOGIN PASSWORD '${password}';`).join('\n')}
ALTER ROLE crowd CONNECTION LIMIT 0;
GRANT SELECT ON alembic_version TO public;
`;

function read(
  target: ConnectionTarget,
  secret: string | typeof unknownPassword = password,
  signal: AbortSignal = new AbortController().signal,
  connectTimeoutMs = 5000,
): Promise<DatabaseReading> {
  const reader = createVersionTableReader(() => ({ connectTimeoutMs, statementTimeoutMs: 5000 }));
  const known = secret === unknownPassword ? undefined : secret;
  return reader.readVersionTables({ target, password: known }, [alembic], signal);
}

/** What the user is told; everything that could be logged is searched for the password. */
async function refusal(reading: Promise<DatabaseReading>, secret = password): Promise<UserError> {
  const error = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw new Error('The reading was not refused.', { cause: error });
  const cause = error.cause instanceof Error ? `${error.cause.stack} ${JSON.stringify(error.cause)}` : '';
  expect(`${error.stack} ${JSON.stringify(error)} ${cause}`).not.toContain(secret);
  return error;
}

describe.skipIf(!hasPostgres(version))('a session with PostgreSQL', () => {
  let server: PostgresServer;
  let proxy: RecordingProxy | undefined;

  beforeAll(async () => {
    server = await PostgresServer.start(version, {
      settings: certificate === undefined ? {} : { ssl: 'on' },
      admit: [
        'host all nobody all trust',
        'host all barred all reject',
        'local all stranger peer',
        'hostssl all plain all reject',
        'hostnossl all encrypted all reject',
      ],
      files:
        certificate === undefined
          ? {}
          : { 'server.crt': certificate.certificate, 'server.key': certificate.key },
    });
    await server.createDatabase('shop', roles);
    await server.createDatabase('private', 'REVOKE CONNECT ON DATABASE private FROM public');
  });

  afterAll(async () => {
    await server.stop();
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await proxy?.stop();
    proxy = undefined;
  });

  describe('on the wire', () => {
    test('sends nothing at the start but who and where, and these statements', async () => {
      vi.stubEnv('PGOPTIONS', '-c statement_timeout=1');
      vi.stubEnv('PGREPLICATION', 'database');
      vi.stubEnv('PGAPPNAME', 'other');
      vi.stubEnv('PGSSLNEGOTIATION', 'direct');
      proxy = await RecordingProxy.start(server.port);

      await read({ ...server.target('shop', 'app'), port: proxy.port });

      expect(proxy.startups).toEqual([
        { user: 'app', database: 'shop', application_name: 'driftline', client_encoding: 'UTF8' },
      ]);
      expect(proxy.kinds.filter((kind) => kind !== 'p').join('')).toMatch(/^QPBDESQQX?$/);
      expect(
        proxy.statements.map((sql) =>
          sql
            .trim()
            .split('\n')
            .filter((line) => /^[A-Z]/.test(line)),
        ),
      ).toEqual([
        [
          'BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY;',
          "SELECT pg_catalog.current_setting('search_path') AS search_path,",
          'SET LOCAL statement_timeout = 5000;',
          'SET LOCAL lock_timeout = 100;',
          'SET LOCAL idle_in_transaction_session_timeout = 10000;',
          'SET LOCAL search_path = pg_catalog, pg_temp;',
          "SET LOCAL datestyle = 'ISO';",
          'SAVEPOINT reading;',
        ],
        expect.arrayContaining(['FROM pg_catalog.pg_class c']),
        [
          'LOCK TABLE ONLY "public"."alembic_version" IN ACCESS SHARE MODE NOWAIT;',
          'SELECT "version_num" FROM "public"."alembic_version" LIMIT 100001;',
          'ROLLBACK TO SAVEPOINT reading;',
        ],
        ['COMMIT'],
      ]);
    });

    test('sees what was committed until it has the lock, even after TRUNCATE', async () => {
      proxy = await RecordingProxy.start(server.port, {
        before: async (sql) => {
          if (!sql.includes('LOCK TABLE')) return;
          await server.run(
            'shop',
            "BEGIN; TRUNCATE alembic_version; INSERT INTO alembic_version VALUES ('2'); COMMIT",
          );
        },
      });
      const { tables } = await read({ ...server.target('shop', 'app'), port: proxy.port });
      expect(tables).toEqual([{ kind: 'rows', schema: 'public', rows: [{ version_num: '2' }] }]);
    });

    test('a table dropped between finding and reading is busy', async () => {
      await server.createDatabase('dropped', 'CREATE TABLE alembic_version (version_num text)');
      proxy = await RecordingProxy.start(server.port, {
        before: async (sql) => {
          if (sql.includes('LOCK TABLE')) await server.run('dropped', 'DROP TABLE alembic_version');
        },
      });
      const { tables } = await read({ ...server.target('dropped'), port: proxy.port }, superuserPassword);
      expect(tables).toEqual([{ kind: 'busy', schema: 'public' }]);
    });

    test('holds no lock when the rows are on their way', async () => {
      const locks: unknown[] = [];
      proxy = await RecordingProxy.start(server.port, {
        before: async (sql) => {
          if (!sql.includes('COMMIT')) return;
          const client = await server.connect('shop');
          const result = await client.query(
            "SELECT mode FROM pg_locks WHERE relation = 'alembic_version'::regclass",
          );
          locks.push(...result.rows);
          await client.end();
        },
      });
      await read({ ...server.target('shop', 'app'), port: proxy.port });
      expect(locks).toEqual([]);
    });
  });

  describe('what the server refuses', () => {
    test('a wrong password', async () => {
      const error = await refusal(
        read(server.target('shop', 'app'), 'wrong-horse-battery'),
        'wrong-horse-battery',
      );
      expect(error.message).toBe(`The server rejected the password of app@127.0.0.1:${server.port}/shop.`);
      expect(error.needs).toBe('password');
    });

    test('no password where one is asked for', async () => {
      vi.stubEnv('PGPASSFILE', join(server.folder, 'none'));
      const error = await refusal(read(server.target('shop', 'app'), unknownPassword));
      expect(error.message).toBe('The server asks for a password, and none is known.');
      expect(error.needs).toBe('password');
    });

    test.each([
      ['3D000', 'nowhere', 'app', 'There is no database nowhere on'],
      ['53300', 'shop', 'crowd', 'has no free connection.'],
      ['28000', 'shop', 'barred', 'pg_hba.conf has no entry that fits.'],
      ['28000', 'shop', 'nobody', 'The role nobody does not exist on'],
      ['42501', 'private', 'app', 'The role app may not connect to private on'],
    ])('%s: database %s as %s', async (code, database, user, message) => {
      const error = await refusal(read(server.target(database, user)));
      expect(error.message).toContain(message);
      expect(error.needs).toBeUndefined();
      expect(String(error.cause)).toContain(code);
    });

    test('the statement that would let a role connect is printed', async () => {
      const { advice } = await refusal(read(server.target('private', 'app')));
      expect(advice).toBe('Let an owner run: GRANT CONNECT ON DATABASE "private" TO "app";');
    });
  });

  describe('a server that is not there, or goes away', () => {
    test('nobody listens', async () => {
      const closed = await RecordingProxy.start(server.port);
      const { port } = closed;
      await closed.stop();
      const error = await refusal(read({ ...server.target('shop'), port, ssl: 'prefer' }));
      expect(error.message).toBe(`No server listens at 127.0.0.1:${port}.`);
    });

    test('it accepts and never answers', async () => {
      await withServer(
        () => undefined,
        async (port) => {
          const target = { ...server.target('shop'), port };
          const error = await refusal(read(target, password, new AbortController().signal, 100));
          expect(error.message).toBe(`127.0.0.1:${port} did not answer within 100 ms.`);
        },
      );
    });

    test('it is another kind of server', async () => {
      await withServer('HTTP/1.1 400 Bad Request\r\n\r\n', async (port) => {
        const error = await refusal(read({ ...server.target('shop'), port, ssl: 'prefer' }));
        expect(error.message).toBe(
          `What listens at 127.0.0.1:${port} does not answer like a PostgreSQL server.`,
        );
      });
    });

    test('the connection breaks in the middle of a query', async () => {
      proxy = await RecordingProxy.start(server.port, {
        before: (sql, cut) => {
          if (sql.includes('LOCK TABLE')) cut();
        },
      });
      const error = await refusal(read({ ...server.target('shop', 'app'), port: proxy.port }));
      expect(error.message).toBe(`The server at 127.0.0.1:${proxy.port} ended the connection.`);
    });

    test('an administrator ends the session', async () => {
      proxy = await RecordingProxy.start(server.port, {
        before: async (sql) => {
          if (!sql.includes('LOCK TABLE')) return;
          await server.run(
            'postgres',
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'driftline'",
          );
        },
      });
      const error = await refusal(read({ ...server.target('shop', 'app'), port: proxy.port }));
      expect(error.message).toContain('was stopped, or an administrator ended the session.');
    });
  });

  describe('cancelling', () => {
    test('closes the socket at once and rejects with the reason', async () => {
      const controller = new AbortController();
      const reason = new Error('The user cancelled.');
      proxy = await RecordingProxy.start(server.port, {
        before: (sql) => {
          if (!sql.includes('LOCK TABLE')) return;
          controller.abort(reason);
          return new Promise<void>(() => undefined);
        },
      });
      const reading = read(
        { ...server.target('shop', 'app'), port: proxy.port },
        password,
        controller.signal,
      );
      await expect(reading).rejects.toBe(reason);
      await isClosed(proxy);
    });

    test('while it connects', async () => {
      const controller = new AbortController();
      await withServer(
        () => controller.abort(),
        async (port) => {
          const reading = read(
            { ...server.target('shop'), port, ssl: 'prefer' },
            password,
            controller.signal,
          );
          await expect(reading).rejects.toHaveProperty('name', 'AbortError');
        },
      );
    });

    test('before it begins, nothing is sent', async () => {
      proxy = await RecordingProxy.start(server.port);
      await expect(
        read({ ...server.target('shop', 'app'), port: proxy.port }, password, AbortSignal.abort()),
      ).rejects.toThrow();
      expect(proxy.startups).toEqual([]);
    });
  });

  describe('passwords in ~/.pgpass', () => {
    test('one that fits is used, whatever PGPASSWORD says', async () => {
      const file = join(server.folder, 'pgpass');
      writeFileSync(file, `127.0.0.1:${server.port}:shop:app:${password}\n`);
      chmodSync(file, 0o600);
      vi.stubEnv('PGPASSFILE', file);
      await expect(read(server.target('shop', 'app'), unknownPassword)).resolves.toMatchObject({
        database: 'shop',
      });
    });

    test('PGPASSWORD is not sent to whatever host the settings name', async () => {
      vi.stubEnv('PGPASSWORD', password);
      expect((await refusal(read(server.target('shop', 'app'), unknownPassword))).needs).toBe('password');
    });
  });

  test.skipIf(process.platform === 'win32')('by Unix socket', async () => {
    await expect(
      read({ ...server.target('shop', 'app'), host: server.folder, ssl: 'verify-full' }),
    ).resolves.toMatchObject({ database: 'shop' });
    const { message } = await refusal(
      read({ ...server.target('shop', 'app'), host: server.folder, port: 1 }),
    );
    expect(message).toBe(`There is no Unix socket of a PostgreSQL server in ${server.folder} for port 1.`);
    const peer = await refusal(read({ ...server.target('shop', 'stranger'), host: server.folder }));
    expect(peer.message).toContain('it compares with the user of the operating system.');
  });

  describe.skipIf(certificate === undefined)('TLS (needs openssl to make a certificate)', () => {
    const of = (user: string, ssl: ConnectionTarget['ssl'], host = '127.0.0.1'): ConnectionTarget => ({
      ...server.target('shop', user),
      host,
      ssl,
    });

    test.each([
      ['prefer', 'encrypted'],
      ['require', 'encrypted'],
      ['disable', 'plain'],
      ['prefer', 'plain'],
    ] as const)('%s admits %s', async (ssl, user) => {
      await expect(read(of(user, ssl))).resolves.toMatchObject({ database: 'shop' });
    });

    test('a server that wants TLS says so', async () => {
      const { message, advice } = await refusal(read(of('encrypted', 'disable')));
      expect(message).toContain('pg_hba.conf has no entry that fits.');
      expect(advice).toContain('set ssl to require');
    });

    test('require does not go on without TLS', async () => {
      expect((await refusal(read(of('plain', 'require')))).message).toContain('pg_hba.conf has no entry');
    });

    test('a certificate that nobody vouches for is refused where it is checked', async () => {
      const { message, advice } = await refusal(read(of('app', 'verify-full', 'localhost')));
      expect(message).toBe(
        `The certificate of localhost:${server.port} is signed by nobody this machine trusts.`,
      );
      expect(advice).toContain('PGSSLROOTCERT');
    });

    test('with its authority known it is accepted, and its name counts for verify-full alone', async () => {
      const file = join(server.folder, 'root.crt');
      writeFileSync(file, certificate?.certificate ?? '');
      vi.stubEnv('PGSSLROOTCERT', file);
      await expect(read(of('encrypted', 'verify-full', 'localhost'))).resolves.toMatchObject({
        database: 'shop',
      });
      await expect(read(of('encrypted', 'verify-ca'))).resolves.toMatchObject({ database: 'shop' });
      const { message } = await refusal(read(of('encrypted', 'verify-full')));
      expect(message).toBe(`The certificate of 127.0.0.1:${server.port} is for another host name.`);
    });

    test('cancelling closes an encrypted connection too', async () => {
      const controller = new AbortController();
      proxy = await RecordingProxy.start(server.port, {
        // The third is the first after the handshake.
        chunk: (index) => (index === 3 ? controller.abort() : undefined),
      });
      const reading = read({ ...of('encrypted', 'require'), port: proxy.port }, password, controller.signal);
      await expect(reading).rejects.toHaveProperty('name', 'AbortError');
      await isClosed(proxy);
    });
  });

  test.skipIf(certificate !== undefined)('openssl is not here, so TLS was not tried', () => undefined);
});

test.skipIf(hasPostgres(version))(
  'npm has no PostgreSQL for this platform, so no session was tried',
  () => undefined,
);

/** Answers when no connection is left. */
function isClosed(proxy: RecordingProxy): Promise<void> {
  return proxy.stop();
}

/** A server that says one thing to everybody who connects, or nothing. */
async function withServer(
  answer: string | (() => void),
  use: (port: number) => Promise<void>,
): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', () => (typeof answer === 'string' ? socket.end(answer) : answer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    await use(typeof address === 'object' && address !== null ? address.port : 0);
  } finally {
    server.close();
  }
}
