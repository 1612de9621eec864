/** Finds the projects of the folders named on the command line. */
import { join } from 'node:path';
import { DiskFiles } from '../adapters/diskFiles.ts';
import { KeptSessions } from '../adapters/postgres/keptSessions.ts';
import { type AnswerStore, Answers } from '../app/answers.ts';
import type { Approach, DatabasePorts } from '../app/askDatabase.ts';
import { Turns } from '../app/turns.ts';
import { UserError } from '../app/userError.ts';
import type { Workspace } from '../app/workspace.ts';
import { targetText } from '../core/connection/target.ts';
import { createWorkspace } from '../createWorkspace.ts';
import { schemasHere } from './schemasHere.ts';
import { readWorkspaceFolders } from './settingsFile.ts';
import { ask, isAnyoneThere, type Progress } from './terminal.ts';
import { cacheFolder } from './userFolders.ts';

export interface OpenOptions {
  readonly paths: readonly string[];
  readonly settings: string | undefined;
}

export interface OpenSurroundings {
  readonly shown: Progress;
  /** Aborted when the user presses Ctrl-C. */
  readonly abort: AbortController;
  /** `undefined`: no environment will be asked. */
  readonly permit: DatabasePorts['permit'] | undefined;
  /** Live schemas are compared, or the schemas of revisions wanted. */
  readonly readsSchemas?: boolean;
}

export interface OpenedWorkspace {
  readonly workspace: Workspace;
  /** The folder that paths are shown from. */
  readonly folder: string;
}

/** Rejects with a `UserError` where there is nothing to find, and as the signal says. */
export async function openWorkspace(
  { paths, settings }: OpenOptions,
  { shown, abort, permit, readsSchemas = false }: OpenSurroundings,
): Promise<OpenedWorkspace> {
  const questions = new Turns();
  const chainsOnly = permit === undefined && !readsSchemas;
  const store = chainsOnly ? undefined : await openStore();
  const answers = new Answers(store, new DiskFiles({ blocking: true }));
  const kept = new KeptSessions();
  process.once('beforeExit', () => kept.close());
  const opened = await readWorkspaceFolders(paths, settings, answers);
  const workspace = createWorkspace({
    blocking: true,
    chainsOnly,
    ...(store && { store }),
    kept,
    ...(readsSchemas && { schemas: schemasHere(store, kept) }),
    folders: () => opened.folders,
    storedPassword: () => Promise.resolve(undefined),
    permit: permit ?? (() => Promise.resolve(false)),
    askPassword: (approach) => questions.run(() => shown.aside(() => askPassword(approach, abort))),
    keepPassword: () => Promise.resolve(),
    // What fails is part of the answer.
    log: { info: shown.note, error: () => undefined },
  });
  workspace.configure(opened.settings, opened.settingsProblems);
  shown.report('Looking for migrations…');
  await workspace.find(
    opened.folders.map((folder) => ({ folder, excludes: opened.excludes })),
    abort.signal,
  );
  // The workspace of an aborted search is as empty as one without migrations.
  abort.signal.throwIfAborted();
  const [folder = '/'] = opened.folders;
  if (workspace.state.projects.length === 0) {
    throw new UserError(
      `No migrations were found in ${opened.folders.join(', ')}.`,
      'Name the folder that holds alembic.ini, or the SQL migrations.',
    );
  }
  return { workspace, folder };
}

/** What the bundle is made of, put in when it is built. */
declare const BUILD: string | undefined;

/** Only a bundle's answers are kept: sources may change between two runs. */
async function openStore(): Promise<AnswerStore | undefined> {
  if (typeof BUILD !== 'string') return undefined;
  const { createAnswerStore } = await import('../adapters/answerStore.ts');
  return createAnswerStore(join(cacheFolder(process.env, process.platform), 'answers'), BUILD);
}

/** `undefined` where nobody can answer. */
async function askPassword(
  { environment, connection }: Approach,
  abort: AbortController,
): Promise<string | undefined> {
  if (!isAnyoneThere()) return undefined;
  const question = `Password for ${environment.name} (${targetText(connection.target)}): `;
  return ask(question, { hidden: true, abort });
}
