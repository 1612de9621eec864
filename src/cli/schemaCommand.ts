/** `driftline schema --at REV`: the schema after a revision as SQL; no environment is asked. */

import type { ProjectState } from '../app/state.ts';
import { UserError } from '../app/userError.ts';
import { lookUp } from '../core/migration/lookup.ts';
import { sentence } from '../core/preview/runPath.ts';
import { printable } from '../core/text/printable.ts';
import { type OpenOptions, openWorkspace } from './openWorkspace.ts';
import { checkNames, isWanted } from './selection.ts';
import { progress, stdout } from './terminal.ts';

export interface SchemaOptions extends OpenOptions {
  readonly projects: readonly string[];
  /** As Alembic names revisions: an id, a unique prefix, `head`, `heads`, `base`, `label@head`. */
  readonly at: string;
}

/** @returns 0; rejects with a `UserError` where the names name nothing, or too much. */
export async function schemaCommand(options: SchemaOptions, abort: AbortController): Promise<number> {
  const shown = progress();
  try {
    const { workspace } = await openWorkspace(options, {
      shown,
      abort,
      permit: undefined,
      readsSchemas: true,
    });
    checkNames(workspace.state, { projects: options.projects, environments: [] });
    const project = onlyProject(workspace.state.projects, options.projects);
    const revisions = revisionsAt(project, options.at);
    shown.report('Replaying migrations…');
    const ddl = await workspace.schemas?.ddl(
      { kind: 'revisions', projectId: project.project.id, revisions },
      abort.signal,
    );
    shown.end();
    stdout.write((ddl ?? '').split('\n').map(printable).join('\n'));
    return 0;
  } finally {
    shown.end();
  }
}

function onlyProject(all: readonly ProjectState[], names: readonly string[]): ProjectState {
  const projects = all.filter(({ project }) => isWanted(names, project.name));
  const [only, another] = projects;
  if (only === undefined || another !== undefined) {
    throw new UserError(
      `There are ${projects.length} projects here: ${projects.map(({ project }) => project.name).join(', ')}.`,
      'Name one with --project.',
    );
  }
  return only;
}

function revisionsAt({ graph }: ProjectState, name: string): readonly string[] {
  const found = lookUp(graph, name);
  if (found.kind === 'notFound')
    throw new UserError(sentence(found.message), 'See driftline history for what there is.');
  return found.ids;
}
