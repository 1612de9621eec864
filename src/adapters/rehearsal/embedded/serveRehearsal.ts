/** The side of the worker that an embedded rehearsal lives in. */
import type { MessagePort } from 'node:worker_threads';
import type {
  RehearsalJob,
  RehearsalProgress,
  Rehearsed,
} from '../../../core/preview/rehearsal/rehearsal.ts';
import { runJob } from '../runJob.ts';
import { startPGlite } from './pgliteServer.ts';
import { readPostgresFiles } from './postgresFiles.ts';

export type RehearsalMessage =
  | { readonly kind: 'progress'; readonly progress: RehearsalProgress }
  | { readonly kind: 'rehearsed'; readonly rehearsed: Omit<Rehearsed, 'notes'> };

export interface RehearsalData {
  readonly job: RehearsalJob;
  /** Of PGlite's files; absent: beside the bundle. */
  readonly postgresFolder?: string;
}

/** Rejects where the server does not start. */
export async function serveRehearsal(
  port: MessagePort,
  { job, postgresFolder }: RehearsalData,
): Promise<void> {
  const send = (message: RehearsalMessage): void => port.postMessage(message);
  send({ kind: 'progress', progress: { phase: 'starting', done: 0, all: 1 } });
  const names = job.extensions.map(({ name }) => name);
  const server = await startPGlite(await readPostgresFiles(postgresFolder), names);
  const rehearsed = await runJob(server, job, (progress) => send({ kind: 'progress', progress }));
  send({ kind: 'rehearsed', rehearsed });
}
