/** The view *Revisions*: per project its problems and its chain, heads first. */
import * as vscode from 'vscode';
import { placesOf } from '../../app/overview.ts';
import type { ProjectState } from '../../app/state.ts';
import type { Workspace } from '../../app/workspace.ts';
import type { Revision } from '../../core/migration/revision.ts';
import type { Problem } from '../../core/text/read.ts';
import { problemItem, revisionItem, revisionProjectItem } from './revisionItems.ts';

export type RevisionNode =
  | { readonly kind: 'project'; readonly project: ProjectState }
  | { readonly kind: 'problem'; readonly problem: Problem; readonly project: ProjectState }
  | { readonly kind: 'revision'; readonly revision: Revision; readonly project: ProjectState };

export class RevisionTree implements vscode.TreeDataProvider<RevisionNode> {
  readonly #workspace: Workspace;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    workspace.onDidChange(() => this.#changed.fire());
  }

  getChildren(parent?: RevisionNode): RevisionNode[] {
    if (parent === undefined) {
      return this.#workspace.state.projects.map((project) => ({ kind: 'project', project }));
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
