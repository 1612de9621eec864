/** Runs a job on the embedded PostgreSQL, in a worker of its own that ends with it: all of it was in its memory. */
import { Worker } from 'node:worker_threads';
import { UserError } from '../../../app/userError.ts';
import type { RehearsalJob, Rehearsed } from '../../../core/preview/rehearsal/rehearsal.ts';
import type { OnProgress } from '../runJob.ts';
import type { RehearsalData, RehearsalMessage } from './serveRehearsal.ts';

export interface EmbeddedOptions {
  /** Serves rehearsals: `rehearsalWorker.ts`, or its bundle. */
  readonly workerFile: string;
  /** Of PGlite's files; absent: beside the bundle. */
  readonly postgresFolder?: string;
}

export async function rehearseEmbedded(
  { workerFile, postgresFolder }: EmbeddedOptions,
  job: RehearsalJob,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Omit<Rehearsed, 'notes'>> {
  signal.throwIfAborted();
  const data: RehearsalData = { job, ...(postgresFolder !== undefined && { postgresFolder }) };
  const worker = new Worker(workerFile, { workerData: data });
  let cancel: (() => void) | undefined;
  try {
    return await new Promise((resolve, reject) => {
      cancel = () => reject(signal.reason);
      signal.addEventListener('abort', cancel, { once: true });
      worker.on('message', (message: RehearsalMessage) => {
        if (message.kind === 'rehearsed') resolve(message.rehearsed);
        else onProgress(message.progress);
      });
      worker.on('error', (error) => reject(brokenDown(error)));
      worker.on('exit', () => reject(brokenDown(new Error('The worker ended.'))));
    });
  } finally {
    if (cancel !== undefined) signal.removeEventListener('abort', cancel);
    await worker.terminate();
  }
}

function brokenDown(cause: unknown): UserError {
  return new UserError(
    'The embedded PostgreSQL that was to try out the migration could not run.',
    'Close what needs much memory and rehearse again; if that does not help, set a folder of PostgreSQL binaries to rehearse on.',
    cause,
  );
}
