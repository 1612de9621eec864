/** `driftline status`: where every environment stands. */
import { isIncomplete, statusDocumentOf } from '../app/statusDocument.ts';
import { UserError } from '../app/userError.ts';
import type { Workspace } from '../app/workspace.ts';
import { statusLines } from '../core/status/statusText.ts';
import { openWorkspace } from './openWorkspace.ts';
import { type Progress, paintFor, progress } from './terminal.ts';

export interface StatusOptions {
  readonly paths: readonly string[];
  /** Names; empty: all. */
  readonly projects: readonly string[];
  readonly environments: readonly string[];
  readonly json: boolean;
  readonly settings: string | undefined;
}

/** @returns 0 clean, 1 something to do, 2 an environment could not be asked. */
export async function statusCommand(options: StatusOptions, signal: AbortSignal): Promise<number> {
  const shown = progress();
  try {
    const { workspace, folder } = await openWorkspace({ ...options, chainsOnly: false }, shown, signal);
    checkNames(workspace, options);
    await Promise.all([readEnvironments(workspace, options, shown, signal), workspace.checkSyntax(signal)]);
    const document = statusDocumentOf(workspace.state, {
      folder,
      textOf: (file) => workspace.textOf(file),
      wantsProject: (name) => isWanted(options.projects, name),
      wantsEnvironment: (name) => isWanted(options.environments, name),
    });
    shown.end();
    if (options.json) process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
    else process.stdout.write(`${statusLines(document, paintFor(process.stdout)).join('\n')}\n`);
    if (isIncomplete(document)) return 2;
    return document.clean ? 0 : 1;
  } finally {
    shown.end();
  }
}

async function readEnvironments(
  workspace: Workspace,
  options: StatusOptions,
  shown: Progress,
  signal: AbortSignal,
): Promise<void> {
  const { environments, projects } = workspace.state;
  const wanted = environments.filter((environment) => {
    const project = projects.find((one) => one.project.id === environment.projectId)?.project.name ?? '';
    return isWanted(options.environments, environment.name) && isWanted(options.projects, project);
  });
  let open = wanted.length;
  shown.report(`Asking ${open} environments…`);
  await Promise.all(
    wanted.map(async ({ id }) => {
      await workspace.readEnvironment(id, signal);
      open--;
      shown.report(`Asking environments, ${open} to go…`);
    }),
  );
}

function checkNames({ state }: Workspace, { projects, environments }: StatusOptions): void {
  const known = state.projects.map(({ project }) => project.name);
  const project = projects.find((name) => !known.includes(name));
  if (project !== undefined)
    throw new UserError(`There is no project ${project}.`, `Name one of: ${known.join(', ')}.`);
  const names = [...new Set(state.environments.map(({ name }) => name))];
  const environment = environments.find((name) => !names.includes(name));
  if (environment === undefined) return;
  throw new UserError(
    `There is no environment ${environment}.`,
    names.length > 0 ? `Name one of: ${names.join(', ')}.` : 'Add it to driftline.environments.',
  );
}

function isWanted(names: readonly string[], name: string): boolean {
  return names.length === 0 || names.includes(name);
}
