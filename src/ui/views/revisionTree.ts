/** The view *Revisions*: per project its problems and its chain, heads first. */
import * as vscode from 'vscode';
import { placesOf } from '../../app/overview.ts';
import type { ProjectState, WorkspaceState } from '../../app/state.ts';
import type { Workspace } from '../../app/workspace.ts';
import type { Revision } from '../../core/migration/revision.ts';
import type { Problem } from '../../core/text/read.ts';
import { changedEnvironments } from './changedEnvironments.ts';
import { problemItem, revisionItem, revisionProjectItem } from './revisionItems.ts';

export type RevisionNode =
  | { readonly kind: 'project'; readonly project: ProjectState }
  | { readonly kind: 'problem'; readonly problem: Problem; readonly project: ProjectState }
  | { readonly kind: 'revision'; readonly revision: Revision; readonly project: ProjectState };

export class RevisionTree implements vscode.TreeDataProvider<RevisionNode> {
  readonly #workspace: Workspace;
  readonly #changed = new vscode.EventEmitter<RevisionNode[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #rows: readonly (RevisionNode & { readonly kind: 'project' })[] = [];
  #drawn: WorkspaceState;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.#drawn = workspace.state;
    workspace.onDidChange((state) => this.#changed.fire(this.#news(state)));
  }

  /** `undefined` for all rows. Each says where its revision is applied; what a live schema is like is not shown here. */
  #news(state: WorkspaceState): RevisionNode[] | undefined {
    const changed = changedEnvironments(this.#drawn, state)?.filter(
      ({ was, is }) => was.status !== is.status,
    );
    this.#drawn = state;
    const projects = changed && new Set(changed.map(({ is }) => is.projectId));
    return projects && this.#rows.filter(({ project }) => projects.has(project.project.id));
  }

  getChildren(parent?: RevisionNode): RevisionNode[] {
    if (parent === undefined) {
      this.#rows = this.#workspace.state.projects.map((project) => ({ kind: 'project', project }));
      return [...this.#rows];
    }
    if (parent.kind !== 'project') return [];
    const { project } = parent;
    const { graph, history } = project;
    return [
      ...project.problems.map((problem): RevisionNode => ({ kind: 'problem', problem, project })),
      ...history.flatMap((id): RevisionNode[] => {
        const revision = graph.byId.get(id);
        return revision === undefined ? [] : [{ kind: 'revision', revision, project }];
      }),
    ];
  }

  /** For revealing a revision: the view asks for the way up. */
  getParent(node: RevisionNode): RevisionNode | undefined {
    return node.kind === 'project' ? undefined : { kind: 'project', project: node.project };
  }

  getTreeItem(node: RevisionNode): vscode.TreeItem {
    switch (node.kind) {
      case 'project':
        return revisionProjectItem(node.project);
      case 'problem':
        return problemItem(node.problem);
      case 'revision':
        return revisionItem(
          node.revision,
          node.project,
          placesOf(this.#workspace.state, node.project, node.revision),
        );
    }
  }
}
