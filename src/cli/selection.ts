/** Which projects and environments the command line names. */
import type { WorkspaceState } from '../app/state.ts';
import { UserError } from '../app/userError.ts';

export interface Selection {
  /** Names; empty: all. */
  readonly projects: readonly string[];
  readonly environments: readonly string[];
}

export function isWanted(names: readonly string[], name: string): boolean {
  return names.length === 0 || names.includes(name);
}

/** Throws a `UserError` for a name that selects nothing. */
export function checkNames(state: WorkspaceState, { projects, environments }: Selection): void {
  const known = state.projects.map(({ project }) => project.name);
  const project = projects.find((name) => !known.includes(name));
  if (project !== undefined)
    throw new UserError(`There is no project ${project}.`, `Name one of: ${known.join(', ')}.`);
  const ids = state.projects.filter((one) => isWanted(projects, one.project.name));
  const names = environmentNames(
    state,
    ids.map((one) => one.project.id),
  );
  const environment = environments.find((name) => !names.includes(name));
  if (environment === undefined) return;
  const where = projects.length === 0 ? '' : ` of ${projects.join(', ')}`;
  throw new UserError(
    `There is no environment ${environment}${where}.`,
    names.length > 0 ? `Name one of: ${names.join(', ')}.` : 'Add it to driftline.environments.',
  );
}

function environmentNames(
  { environments }: WorkspaceState,
  projectIds: readonly string[],
): readonly string[] {
  const wanted = environments.filter(({ projectId }) => projectIds.includes(projectId));
  return [...new Set(wanted.map(({ name }) => name))];
}
