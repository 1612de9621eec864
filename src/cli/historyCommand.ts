/** `driftline history`: the chains alone, highest revision first; no environment is asked. */

import type { ProjectState } from '../app/state.ts';
import { isBranchPoint, isMergePoint } from '../core/migration/graph.ts';
import { titleOf } from '../core/migration/revision.ts';
import type { Paint } from '../core/status/statusText.ts';
import { type OpenOptions, openWorkspace } from './openWorkspace.ts';
import { paintFor, progress } from './terminal.ts';

/** @returns 0, or 1 where a chain is broken. */
export async function historyCommand(
  options: Omit<OpenOptions, 'chainsOnly'>,
  signal: AbortSignal,
): Promise<number> {
  const shown = progress();
  const { workspace } = await openWorkspace({ ...options, chainsOnly: true }, shown, signal);
  shown.end();
  const { projects } = workspace.state;
  const paint = paintFor(process.stdout);
  const lines = projects.flatMap((project) => [
    '',
    paint.strong(project.project.name),
    ...chainLines(project, paint),
  ]);
  process.stdout.write(`${[...lines.slice(1), ''].join('\n')}`);
  return projects.some(({ problems }) => problems.some(({ severity }) => severity === 'error')) ? 1 : 0;
}

function chainLines({ graph, history, problems }: ProjectState, paint: Paint): readonly string[] {
  return [
    ...problems.map(
      ({ severity, message }) => `${severity === 'error' ? paint.bad('✗') : paint.warning('!')} ${message}`,
    ),
    ...history.flatMap((id) => {
      const node = graph.nodes.get(id);
      if (node === undefined) return [];
      const marks = [
        ...(graph.heads.includes(id) ? ['head'] : []),
        ...(isMergePoint(node) ? ['merge'] : []),
        ...(isBranchPoint(node) ? ['branch point'] : []),
        ...node.branchLabels,
      ];
      const shown = marks.length > 0 ? `  (${marks.join(', ')})` : '';
      return [
        `${node.downRevisions.join(', ') || 'base'} → ${id}${paint.good(shown)}  ${titleOf(node.revision)}`.trimEnd(),
      ];
    }),
  ];
}
