/** `driftline history`: the chains alone, highest revision first; no environment is asked. */

import type { ProjectState } from '../app/state.ts';
import { marksOf } from '../core/migration/marks.ts';
import { titleOf } from '../core/migration/revision.ts';
import type { Paint } from '../core/status/statusText.ts';
import { printable, printableLine } from '../core/text/printable.ts';
import { type OpenOptions, openWorkspace } from './openWorkspace.ts';
import { checkNames, isWanted } from './selection.ts';
import { paintFor, progress, stdout } from './terminal.ts';

export interface HistoryOptions extends OpenOptions {
  /** Names; empty: all. */
  readonly projects: readonly string[];
}

/** @returns 0, or 1 where a chain is broken. */
export async function historyCommand(options: HistoryOptions, abort: AbortController): Promise<number> {
  const shown = progress();
  try {
    const { workspace } = await openWorkspace(options, { shown, abort, permit: undefined });
    checkNames(workspace.state, { projects: options.projects, environments: [] });
    const projects = workspace.state.projects.filter(({ project }) =>
      isWanted(options.projects, project.name),
    );
    shown.end();
    stdout.write(`${historyLines(projects, paintFor(stdout)).join('\n')}\n`);
    return projects.some(({ problems }) => problems.some(({ severity }) => severity === 'error')) ? 1 : 0;
  } finally {
    shown.end();
  }
}

export function historyLines(projects: readonly ProjectState[], paint: Paint): readonly string[] {
  const lines = projects.flatMap((project) => [
    '',
    paint.strong(printable(project.project.name)),
    ...chainLines(project, paint),
  ]);
  return lines.slice(1);
}

function chainLines({ graph, history, problems }: ProjectState, paint: Paint): readonly string[] {
  return [
    ...problems.map(({ severity, message }) => {
      const mark = severity === 'error' ? paint.bad('✗') : paint.warning('!');
      return `${mark} ${printableLine(message)}`;
    }),
    ...history.flatMap((id) => {
      const node = graph.nodes.get(id);
      if (node === undefined) return [];
      const marks = marksOf(graph, node.revision);
      const shown = marks.length > 0 ? `  (${printable(marks.join(', '))})` : '';
      const link = `${printable(node.downRevisions.join(', ') || 'base')} → ${printable(id)}`;
      return [`${link}${paint.good(shown)}  ${printableLine(titleOf(node.revision))}`.trimEnd()];
    }),
  ];
}
