/** Runs a job on a server from programs on this machine. */
import { Client } from 'pg';
import type { RehearsalJob, Rehearsed } from '../../../core/preview/rehearsal/rehearsal.ts';
import { type Answer, Batch } from '../../postgres/batch.ts';
import type { Session } from '../../postgres/connect.ts';
import type { Notice } from '../rehearsalServer.ts';
import { type OnProgress, runJob } from '../runJob.ts';
import { LocalServer, type ServerUser, superuser } from './localServer.ts';

export async function rehearseLocally(
  programs: string,
  job: RehearsalJob,
  onProgress: OnProgress,
  signal: AbortSignal,
  as?: ServerUser,
): Promise<Omit<Rehearsed, 'notes'>> {
  signal.throwIfAborted();
  onProgress({ phase: 'starting', done: 0, all: 1 });
  const server = await LocalServer.start(programs, signal, as);
  const notices: Notice[] = [];
  const client = clientOf(server, notices);
  // Of a server that goes away all at once, its queries tell.
  const stop = (): void => void server.stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    await client.connect();
    const session = sessionOf(client);
    const takeNotices = (): readonly Notice[] => notices.splice(0);
    const rehearsed = await runJob({ kind: 'local', session, takeNotices }, job, onProgress);
    signal.throwIfAborted();
    return rehearsed;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await client.end();
    await server.stop();
  }
}

function clientOf({ folder, password }: LocalServer, notices: Notice[]): Client {
  const client = new Client({
    host: folder,
    port: 5432,
    user: superuser,
    database: superuser,
    password,
    ssl: false,
    // Not what the environment says.
    options: '-c client_min_messages=notice',
    types: { getTypeParser: () => (value: unknown) => value },
  });
  client.on('notice', ({ code, message }) => notices.push({ code, message }));
  client.on('error', () => client.end());
  return client;
}

function sessionOf(client: Client): Session {
  const batch = (sql: string): Promise<readonly Answer[]> =>
    new Promise((resolve, reject) => {
      client.query(new Batch(sql, 0, (error, answers = []) => (error ? reject(error) : resolve(answers))));
    });
  return {
    query: async (sql, values) => {
      if (values !== undefined) throw new Error('A rehearsal sends statements without parameters.');
      return (await batch(sql)).at(-1)?.rows ?? [];
    },
    batch,
  };
}
