/** Tries a run out on a PostgreSQL of its own: the embedded one, or programs of the target's version on this machine. */
import type { Rehearsal } from '../../app/previewPorts.ts';
import { type EmbeddedOptions, rehearseEmbedded } from './embedded/rehearseEmbedded.ts';
import { findPrograms } from './local/findPrograms.ts';
import type { ServerUser } from './local/localServer.ts';
import { rehearseLocally } from './local/rehearseLocally.ts';

export interface RehearsalOptions extends EmbeddedOptions {
  /** Whom a server on this machine runs as; absent: whoever runs this. */
  readonly serverUser?: ServerUser;
}

/**
 * Nothing is left of a rehearsal when it settles.
 *
 * Rejects with a `UserError` where no server starts, and with the signal's reason when aborted. What PostgreSQL says
 * against the run is no rejection. Where no programs of the version are found, the embedded one is taken, and told.
 */
export function createRehearsal(options: RehearsalOptions): Rehearsal {
  return async (job, { serverVersion, serverFolder }, onProgress, signal) => {
    const local =
      serverFolder === undefined
        ? undefined
        : await programsOf(serverFolder, Number.parseInt(serverVersion, 10), options);
    if (local !== undefined && 'programs' in local) {
      const { programs } = local;
      return {
        ...(await rehearseLocally(programs, job, onProgress, signal, options.serverUser)),
        notes: [],
      };
    }
    const rehearsed = await rehearseEmbedded(options, job, onProgress, signal);
    return { ...rehearsed, notes: local === undefined ? [] : [local.note] };
  };
}

/** Either the folder of the programs, or a sentence: why they are not taken. */
async function programsOf(
  folder: string,
  major: number,
  { serverUser }: RehearsalOptions,
): Promise<{ readonly programs: string } | { readonly note: string }> {
  const instead = 'so this ran on the embedded PostgreSQL.';
  if (process.platform === 'win32')
    return { note: `On Windows no PostgreSQL of this machine can be rehearsed on, ${instead}` };
  if (serverUser === undefined && process.getuid?.() === 0)
    return { note: `PostgreSQL does not run as root, ${instead}` };
  const programs = await findPrograms(folder, major);
  return programs === undefined
    ? { note: `There are no programs of PostgreSQL ${major} in ${folder} or the usual places, ${instead}` }
    : { programs };
}
