/** Opens a workspace, has the user agree, and reads the environments that the command line names. */
import type { Approach } from '../app/askDatabase.ts';
import type { EnvironmentState, WorkspaceState } from '../app/state.ts';
import type { Workspace } from '../app/workspace.ts';
import { count } from '../core/status/statusText.ts';
import { consentFor } from './consentFor.ts';
import { type OpenedWorkspace, type OpenOptions, openWorkspace } from './openWorkspace.ts';
import { checkNames, isWanted, type Selection } from './selection.ts';
import type { Progress } from './terminal.ts';

export interface ReadOptions extends OpenOptions, Selection {
  /** The user agrees to every connection. */
  readonly yes: boolean;
}

export interface ReadSurroundings {
  readonly shown: Progress;
  readonly abort: AbortController;
  /** Schemas are read and compared, not only version tables. */
  readonly readsSchemas: boolean;
}

/** Rejects with a `UserError` where there is nothing to read, and as the signal says. */
export async function openAndRead(
  options: ReadOptions,
  { shown, abort, readsSchemas }: ReadSurroundings,
): Promise<OpenedWorkspace> {
  const consent = consentFor(options.yes, shown, abort);
  const opened = await openWorkspace(options, { shown, abort, permit: consent.permit, readsSchemas });
  const { workspace } = opened;
  checkNames(workspace.state, options);
  const environments = wantedEnvironments(workspace.state, options);
  await consent.askFor(await approachesTo(workspace, environments));
  abort.signal.throwIfAborted();
  await readEnvironments(workspace, environments, shown, abort.signal);
  // The workspace keeps what it knew before an aborted reading.
  abort.signal.throwIfAborted();
  return opened;
}

export function wantedEnvironments(state: WorkspaceState, options: Selection): readonly EnvironmentState[] {
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
