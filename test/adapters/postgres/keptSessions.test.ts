import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KeptSessions } from '../../../src/adapters/postgres/keptSessions.ts';
import { createVersionTableReader } from '../../../src/adapters/postgres/readVersionTables.ts';
import { createSchemaReader } from '../../../src/adapters/postgres/schema/createSchemaReader.ts';
import { defaultSettings } from '../../../src/core/settings.ts';
import { hasPostgres, PostgresServer, superuser, superuserPassword } from '../../support/postgres.ts';
import { RecordingProxy } from '../../support/proxy.ts';

const version = 18;
const alembic = { name: 'alembic_version', columns: ['version_num'] };
const timeouts = () => defaultSettings.connection;
const never = new AbortController().signal;

describe.skipIf(!hasPostgres(version))('sessions that are kept for the next question', () => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await PostgresServer.start(version);
    for (const name of ['shop', 'other'])
      await server.createDatabase(name, "CREATE TABLE alembic_version AS SELECT 'a' AS version_num");
  });

  afterAll(async () => {
    await server.stop();
  });

  /** All questions go through the proxy. */
  async function through(use: (proxy: RecordingProxy, ask: ReturnType<typeof questions>) => Promise<void>) {
    const proxy = await RecordingProxy.start(server.port);
    const kept = new KeptSessions();
    try {
      await use(proxy, questions(proxy.port, kept));
    } finally {
      kept.close();
      await proxy.stop();
    }
    return proxy;
  }

  function questions(port: number, kept: KeptSessions) {
    const connectionTo = (name: string) => ({
      target: { ...server.target(name, superuser), port },
      password: superuserPassword,
    });
    return {
      async version(name: string) {
        const { tables } = await createVersionTableReader(timeouts, kept).readVersionTables(
          connectionTo(name),
          [alembic],
          never,
        );
        return tables;
      },
      async schema(name: string) {
        const { snapshot } = await createSchemaReader(timeouts, kept).readSchema(connectionTo(name), never);
        return [...snapshot.tables.keys()];
      },
    };
  }

  const answer = [{ kind: 'rows', schema: 'public', rows: [{ version_num: 'a' }] }];

  test('one sign-in answers them all, and the goodbye is said in the end', async () => {
    const proxy = await through(async (_, ask) => {
      expect(await ask.version('shop')).toEqual(answer);
      expect(await ask.schema('shop')).toEqual(['public\0alembic_version']);
      expect(await ask.version('shop')).toEqual(answer);
    });
    expect(proxy.startups).toHaveLength(1);
    expect(proxy.kinds.filter((kind) => kind === 'X')).toHaveLength(1);
  });

  test('another database has a session of its own, and so has who asks meanwhile', async () => {
    const proxy = await through(async (_, ask) => {
      await Promise.all([ask.version('shop'), ask.version('other'), ask.version('shop')]);
      await Promise.all([ask.version('shop'), ask.version('other')]);
    });
    expect(proxy.startups.map(({ database }) => database).sort()).toEqual(['other', 'shop', 'shop']);
    expect(proxy.kinds.filter((kind) => kind === 'X')).toHaveLength(3);
  });

  test('one that the server has ended is not used again', async () => {
    const proxy = await through(async (_, ask) => {
      await ask.version('shop');
      await server.run(
        'postgres',
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'shop'",
      );
      await expect.poll(() => ask.version('shop').catch(() => undefined)).toEqual(answer);
    });
    expect(proxy.startups).toHaveLength(2);
  });
});
