/** `driftline status`: where every environment stands. */
import type { Approach } from '../app/askDatabase.ts';
import type { EnvironmentState, WorkspaceState } from '../app/state.ts';
import { isIncomplete, statusDocumentOf } from '../app/statusDocument.ts';
import type { Workspace } from '../app/workspace.ts';
import type { StatusDocument } from '../core/status/statusDocument.ts';
import { count, statusLines } from '../core/status/statusText.ts';
import { agreedFilePath } from './agreedFile.ts';
import { Consent } from './consent.ts';
import { type OpenOptions, openWorkspace } from './openWorkspace.ts';
import { checkNames, isWanted, type Selection } from './selection.ts';
import { ask, isAnyoneThere, type Progress, paintFor, progress } from './terminal.ts';

export interface StatusOptions extends OpenOptions, Selection {
  readonly json: boolean;
  /** The user agrees to every connection. */
  readonly yes: boolean;
}

/** @returns 0 clean, 1 something to do, 2 an environment was not asked. */
export async function statusCommand(options: StatusOptions, abort: AbortController): Promise<number> {
  const shown = progress();
  try {
    const consent = consentFor(options, shown, abort);
    const { workspace, folder } = await openWorkspace(options, { shown, abort, permit: consent.permit });
    checkNames(workspace.state, options);
    const environments = wantedEnvironments(workspace.state, options);
    await consent.askFor(await approachesTo(workspace, environments));
    abort.signal.throwIfAborted();
    await Promise.all([
      readEnvironments(workspace, environments, shown, abort.signal),
      workspace.checkSyntax(abort.signal),
    ]);
    // The workspace keeps what it knew before an aborted reading.
    abort.signal.throwIfAborted();
    const document = statusDocumentOf(workspace.state, {
      folder,
      textOf: (file) => workspace.textOf(file),
      wantsProject: (name) => isWanted(options.projects, name),
      wantsEnvironment: (name) => isWanted(options.environments, name),
    });
    shown.end();
    print(document, options);
    return exitCodeOf(document);
  } finally {
    shown.end();
  }
}

function consentFor({ yes }: StatusOptions, shown: Progress, abort: AbortController): Consent {
  const confirm = (text: string) =>
    shown.aside(async () => {
      process.stderr.write(text);
      return /^\s*y(es)?\s*$/i.test((await ask('Connect? [y/N] ', { abort })) ?? '');
    });
  return new Consent({
    yes,
    file: agreedFilePath(process.env, process.platform),
    confirm: isAnyoneThere() ? confirm : undefined,
    note: shown.note,
  });
}

function wantedEnvironments(state: WorkspaceState, options: Selection): readonly EnvironmentState[] {
  const projects = state.projects.filter(({ project }) => isWanted(options.projects, project.name));
  const ids = new Set(projects.map(({ project }) => project.id));
  return state.environments.filter(
    ({ name, projectId }) => ids.has(projectId) && isWanted(options.environments, name),
  );
}

/**
 * Left out is what cannot be asked, because the settings lead nowhere or nobody knows which table to read: reading
 * such an environment says why, and connects to nothing.
 */
async function approachesTo(
  workspace: Workspace,
  environments: readonly EnvironmentState[],
): Promise<readonly Approach[]> {
  const projects = workspace.state.projects.filter(({ versionTable }) => versionTable !== undefined);
  const ids = new Set(projects.map(({ project }) => project.id));
  const askable = environments.filter(({ projectId }) => ids.has(projectId));
  const settled = await Promise.allSettled(askable.map(({ id }) => workspace.approach(id)));
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

async function readEnvironments(
  workspace: Workspace,
  environments: readonly EnvironmentState[],
  shown: Progress,
  signal: AbortSignal,
): Promise<void> {
  let open = environments.length;
  shown.report(`Asking ${count(open, 'environment')}…`);
  await Promise.all(
    environments.map(async ({ id }) => {
      await workspace.readEnvironment(id, signal);
      open--;
      shown.report(`Asking environments, ${open} to go…`);
    }),
  );
}

function print(document: StatusDocument, { json }: StatusOptions): void {
  const text = json
    ? JSON.stringify(document, undefined, 2)
    : statusLines(document, paintFor(process.stdout)).join('\n');
  process.stdout.write(`${text}\n`);
}

function exitCodeOf(document: StatusDocument): number {
  if (isIncomplete(document)) return 2;
  return document.clean ? 0 : 1;
}
