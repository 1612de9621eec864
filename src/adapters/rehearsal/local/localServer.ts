/**
 * A server from programs on this machine, in a temporary folder that goes with it. Only who has its password and may
 * enter the folder can connect: it listens on a socket in there, not on the network.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { UserError } from '../../../app/userError.ts';

/** Whom the server runs as; absent: whoever starts it. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

export const superuser = 'postgres';

/**
 * Makes the data folder, runs the server as long as somebody holds the other end of its input, and removes all of it:
 * also when that somebody is killed. A shell's background process ignores the signal that ends a server at once until it
 * is one, so it gets the other as well.
 */
const script = `
"$1/initdb" -D "$2/data" -U ${superuser} --auth=scram-sha-256 --pwfile="$2/password" --encoding=UTF8 --no-locale \\
  --no-sync >&3 2>&1 </dev/null && {
  "$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c full_page_writes=off -c autovacuum=off \\
    -c jit=off -c shared_buffers=32MB -c max_connections=5 -c max_locks_per_transaction=1024 \\
    >&3 2>&1 </dev/null 3>&- &
  server=$!
  exec 3>&-
  cat >/dev/null
  kill -TERM $server
  kill -QUIT $server 2>/dev/null
  wait $server
}
rm -rf "$2"`;

export class LocalServer {
  /** Where its socket is. */
  readonly folder: string;
  readonly password: string;
  readonly #keeper: ChildProcess;
  readonly #removed: Promise<unknown>;

  private constructor(folder: string, password: string, keeper: ChildProcess) {
    this.folder = folder;
    this.password = password;
    this.#keeper = keeper;
    this.#removed = once(keeper, 'close');
  }

  /** Rejects with a `UserError` where it does not start, and with the signal's reason when aborted. */
  static async start(programs: string, signal: AbortSignal, as?: ServerUser): Promise<LocalServer> {
    const folder = await mkdtemp(join(tmpdir(), 'driftline-rehearsal-'));
    const password = randomBytes(18).toString('base64url');
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (as !== undefined)
      await Promise.all([folder, passwordFile].map((path) => chown(path, as.uid, as.gid)));
    const keeper = spawn('/bin/sh', ['-c', script, 'sh', programs, folder], {
      ...as,
      cwd: folder,
      // An interrupt from the keyboard ends whoever holds its input, and by that the server.
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
    });
    const server = new LocalServer(folder, password, keeper);
    try {
      await isReady(keeper, signal);
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Nothing is left of it when this resolves. */
  async stop(): Promise<void> {
    this.#keeper.stdin?.end();
    await this.#removed;
  }
}

function isReady(keeper: ChildProcess, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    const said: string[] = [];
    const lines = createInterface({ input: keeper.stdio[3] as Readable });
    lines.on('line', (line) => {
      said.push(line);
      if (line.includes('ready to accept connections')) resolve();
    });
    lines.on('close', () => {
      signal.removeEventListener('abort', abort);
      reject(notStarted(said.join('\n')));
    });
    keeper.on('error', (error) => reject(notStarted(error)));
  });
}

function notStarted(cause: unknown): UserError {
  return new UserError(
    'The PostgreSQL on this machine that was to try out the migration did not start.',
    'Start its initdb and postgres by hand to see why, or clear driftline.rehearsal.serverFolder to rehearse on the embedded one.',
    cause,
  );
}
