/** What previews ask of the world. */
import type { Activity } from '../core/preview/obstacles/activity.ts';
import type { RehearsalJob, RehearsalProgress, Rehearsed } from '../core/preview/rehearsal/rehearsal.ts';
import type { ConnectionTimeouts } from '../core/settings.ts';
import type { Connection } from './ports.ts';

/**
 * What is going on in a database, in one short read-only transaction that waits for nobody's lock.
 *
 * Rejects with a `UserError` for whatever the server or the network refuses; with the signal's reason when aborted.
 */
export type ActivityReader = (
  connection: Connection,
  timeouts: ConnectionTimeouts,
  signal: AbortSignal,
) => Promise<Activity>;

export type RehearsalListener = (progress: RehearsalProgress) => void;

/** Runs a job on a server of its own that is thrown away afterwards; an abort ends it. */
export type Rehearsal = (
  job: RehearsalJob,
  wanted: RehearsalTarget,
  onProgress: RehearsalListener,
  signal: AbortSignal,
) => Promise<Rehearsed>;

export interface RehearsalTarget {
  /** Of the environment: `15.4`. */
  readonly serverVersion: string;
  /** Of a local server's programs; absent: the embedded one. */
  readonly serverFolder: string | undefined;
}
