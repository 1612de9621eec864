/** A project's revisions and where its environments stand, as the graph panel draws them. */

import type { EnvironmentMark, GraphNode, RevisionGraphPicture } from '../core/graph/picture.ts';
import type { RevisionGraph } from '../core/migration/graph.ts';
import type { Revision } from '../core/migration/revision.ts';
import { type EnvironmentOverview, overviewsOf, summaryOf } from './overview.ts';
import type { ProjectState, WorkspaceState } from './state.ts';

export function pictureOf(state: WorkspaceState, project: ProjectState): RevisionGraphPicture {
  const overviews = overviewsOf(state, project);
  const marks = marksOf(overviews);
  const pending = pendingOf(overviews);
  return {
    projectId: project.project.id,
    project: project.project.name,
    nodes: inOrder(project).map((revision) => ({
      ...nodeOf(revision, project.graph),
      environments: marks.get(revision.id) ?? [],
      pendingIn: pending.get(revision.id) ?? [],
    })),
    environments: overviews.map((overview) => ({
      name: overview.environment.name,
      protected: overview.environment.protected,
      summary: summaryOf(overview),
    })),
  };
}

/** Where circles or missing links keep a revision out of the history, it comes last. */
function inOrder({ history, graph }: ProjectState): readonly Revision[] {
  const listed = new Set(history);
  return [
    ...history.flatMap((id) => graph.byId.get(id) ?? []),
    ...graph.revisions.filter(({ id }) => !listed.has(id)),
  ];
}

function nodeOf(
  { id, message, file, branchLabels }: Revision,
  { nodes }: RevisionGraph,
): Omit<GraphNode, 'environments' | 'pendingIn'> {
  const node = nodes.get(id);
  return {
    id,
    message: message.split('\n', 1)[0]?.trim() ?? '',
    file,
    labels: branchLabels,
    down: node?.downRevisions ?? [],
    dependsOn: node?.dependencies ?? [],
  };
}

function marksOf(overviews: readonly EnvironmentOverview[]): ReadonlyMap<string, readonly EnvironmentMark[]> {
  const marks = new Map<string, EnvironmentMark[]>();
  for (const { environment, report, drift, isOld } of overviews) {
    const mark = (id: string, kind: EnvironmentMark['kind']) => {
      const { name } = environment;
      const all = marks.get(id) ?? [];
      marks.set(id, [...all, { name, protected: environment.protected, kind, isOld }]);
    };
    if (report?.kind === 'standing') for (const { id } of report.standing.at) mark(id, 'stamped');
    const { kind, match } = drift?.report.verdict ?? {};
    if (kind === 'disagrees' || kind === 'unstamped')
      for (const id of match?.revisions ?? []) mark(id, 'true');
  }
  return marks;
}

function pendingOf(overviews: readonly EnvironmentOverview[]): ReadonlyMap<string, readonly string[]> {
  const pending = new Map<string, string[]>();
  for (const { environment, report } of overviews) {
    if (report?.kind !== 'standing') continue;
    for (const { id } of report.standing.pending ?? []) {
      const names = pending.get(id);
      if (names === undefined) pending.set(id, [environment.name]);
      else names.push(environment.name);
    }
  }
  return pending;
}
