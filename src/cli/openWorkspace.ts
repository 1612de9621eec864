/** Finds the projects of the folders named on the command line. */
import type { Approach } from '../app/askDatabase.ts';
import { Turns } from '../app/turns.ts';
import { UserError } from '../app/userError.ts';
import type { Workspace } from '../app/workspace.ts';
import { targetText } from '../core/connection/target.ts';
import { createWorkspace } from '../createWorkspace.ts';
import { readWorkspaceFolders } from './settingsFile.ts';
import { askPassword, type Progress } from './terminal.ts';

export interface OpenOptions {
  readonly paths: readonly string[];
  readonly settings: string | undefined;
  readonly chainsOnly: boolean;
}

export interface OpenedWorkspace {
  readonly workspace: Workspace;
  /** The folder that paths are shown from. */
  readonly folder: string;
}

/** Rejects with a `UserError` where there is nothing to find. */
export async function openWorkspace(
  { paths, settings, chainsOnly }: OpenOptions,
  shown: Progress,
  signal: AbortSignal,
): Promise<OpenedWorkspace> {
  const opened = await readWorkspaceFolders(paths, settings);
  const questions = new Turns();
  const workspace = createWorkspace({
    blocking: true,
    chainsOnly,
    folders: () => opened.folders,
    storedPassword: () => Promise.resolve(undefined),
    // Who runs the command has named the workspace, and with it its environments.
    permit: () => Promise.resolve(true),
    askPassword: (approach) => questions.run(() => ask(approach, shown)),
    keepPassword: () => Promise.resolve(),
    log: { info: () => undefined, error: () => undefined },
  });
  workspace.configure(opened.settings, opened.settingsProblems);
  shown.report('Looking for migrations…');
  await workspace.find(
    opened.folders.map((folder) => ({ folder, excludes: opened.excludes })),
    signal,
  );
  const [folder = '/'] = opened.folders;
  if (workspace.state.projects.length === 0) {
    throw new UserError(
      `No migrations were found in ${opened.folders.join(', ')}.`,
      'Name the folder that holds alembic.ini, or the SQL migrations.',
    );
  }
  return { workspace, folder };
}

function ask({ environment, connection }: Approach, shown: Progress): Promise<string | undefined> {
  shown.end();
  return askPassword(`Password for ${environment.name} (${targetText(connection.target)}): `);
}
