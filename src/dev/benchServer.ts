/** PostgreSQL servers for benchmarks: those of the tests. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './root.ts';

/** An empty database of a server that is there for as long as `use` takes. */
export interface Database {
  readonly port: number;
  readonly name: string;
  readonly user: string;
  readonly password: string;
}

export async function withDatabase(name: string, use: (database: Database) => Promise<void>): Promise<void> {
  const { PostgresServer, superuser, superuserPassword, version } = await servers();
  const server = await PostgresServer.start(version, { settings: {} });
  try {
    await server.createDatabase(name, 'SELECT');
    await use({ port: server.port, name, user: superuser, password: superuserPassword });
  } finally {
    await server.stop();
  }
}

/** What the tests have for servers: another project to the compiler, and one that builds on this. */
interface ServerSupport {
  readonly PostgresServer: {
    start(version: number, options: { readonly settings: Readonly<Record<string, string>> }): Promise<Server>;
  };
  readonly postgresVersions: readonly number[];
  readonly superuser: string;
  readonly superuserPassword: string;
  hasPostgres(version: number): boolean;
}

interface Server {
  readonly port: number;
  createDatabase(name: string, sql: string): Promise<void>;
  run(database: string, sql: string): Promise<void>;
  stop(): Promise<void>;
}

/** And the newest version that `pg_dump` reads. */
export async function servers(): Promise<ServerSupport & { readonly version: number }> {
  const file = path.join(root, 'test/support/postgres.ts');
  const support = (await import(file)) as ServerSupport;
  const limit = pgDumpVersion() ?? Number.POSITIVE_INFINITY;
  const version = support.postgresVersions.findLast((one) => one <= limit && support.hasPostgres(one));
  if (version === undefined) throw new Error('npm has no PostgreSQL for this platform.');
  return { ...support, version };
}

/** Major; `undefined` where there is none. */
export function pgDumpVersion(): number | undefined {
  const { stdout } = spawnSync('pg_dump', ['--version'], { encoding: 'utf8' });
  const found = / (\d+)/.exec(stdout ?? '')?.[1];
  return found === undefined ? undefined : Number(found);
}
