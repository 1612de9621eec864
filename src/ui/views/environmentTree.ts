/** The view *Environments*: project → environment → what is pending there, and what is wrong. */
import * as vscode from 'vscode';
import { type EnvironmentOverview, explanationsOf, overviewOf, overviewsOf } from '../../app/overview.ts';
import type { ProjectState, WorkspaceState } from '../../app/state.ts';
import type { Workspace } from '../../app/workspace.ts';
import type { Revision } from '../../core/migration/revision.ts';
import { changedEnvironments } from './changedEnvironments.ts';
import { driftItem } from './driftItems.ts';
import {
  belowDrift,
  type DriftNode,
  driftNodes,
  foreignNodes,
  isDriftNode,
  pendingDifferences,
  restNodes,
  verdictNodes,
} from './driftNodes.ts';
import {
  environmentItem,
  explanationItem,
  pendingItem,
  projectItem,
  settingsProblemItem,
  unknownItem,
} from './items.ts';

export type EnvironmentNode =
  | { readonly kind: 'settingsProblem'; readonly message: string }
  | { readonly kind: 'project'; readonly project: ProjectState }
  | Readonly<EnvironmentRow>
  | { readonly kind: 'explanation'; readonly text: string; readonly overview: EnvironmentOverview }
  | { readonly kind: 'unknown'; readonly id: string; readonly overview: EnvironmentOverview }
  | { readonly kind: 'revision'; readonly revision: Revision; readonly overview: EnvironmentOverview }
  | DriftNode;

interface EnvironmentRow {
  readonly kind: 'environment';
  overview: EnvironmentOverview;
}

export class EnvironmentTree implements vscode.TreeDataProvider<EnvironmentNode> {
  readonly #workspace: Workspace;
  readonly #changed = new vscode.EventEmitter<EnvironmentNode[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  /** VS Code knows a row by its object. By the environment's id. */
  readonly #rows = new Map<string, EnvironmentRow>();
  #drawn: WorkspaceState;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.#drawn = workspace.state;
    workspace.onDidChange((state) => this.#changed.fire(this.#news(state)));
  }

  /** `undefined` for all rows. */
  #news(state: WorkspaceState): EnvironmentNode[] | undefined {
    const changed = changedEnvironments(this.#drawn, state)?.map(({ is }) => is);
    this.#drawn = state;
    return changed?.flatMap((environment) => {
      const project = state.projects.find((one) => one.project.id === environment.projectId);
      return project === undefined ? [] : [this.#rowOf(overviewOf(environment, project))];
    });
  }

  #rowOf(overview: EnvironmentOverview): EnvironmentRow {
    const { id } = overview.environment;
    const row = this.#rows.get(id) ?? { kind: 'environment', overview };
    row.overview = overview;
    this.#rows.set(id, row);
    return row;
  }

  getChildren(parent?: EnvironmentNode): EnvironmentNode[] {
    if (parent === undefined) return this.#roots();
    if (parent.kind === 'project') {
      return overviewsOf(this.#workspace.state, parent.project).map((overview) => this.#rowOf(overview));
    }
    if (parent.kind === 'environment') return below(parent.overview);
    if (parent.kind === 'revision') return pendingDifferences(parent.overview, parent.revision.id);
    return isDriftNode(parent) ? belowDrift(parent) : [];
  }

  getTreeItem(node: EnvironmentNode): vscode.TreeItem {
    switch (node.kind) {
      case 'settingsProblem':
        return settingsProblemItem(node.message);
      case 'project':
        return projectItem(node.project, overviewsOf(this.#workspace.state, node.project));
      case 'environment':
        return environmentItem(node.overview);
      case 'explanation':
        return explanationItem(node.text, node.overview);
      case 'unknown':
        return unknownItem(node.id, node.overview);
      case 'revision':
        return pendingItem(node.revision, node.overview);
      default:
        return driftItem(node);
    }
  }

  /** Nothing at all without environments: the view then shows how to add one. */
  #roots(): EnvironmentNode[] {
    const { settingsProblems, projects, environments } = this.#workspace.state;
    const problems = settingsProblems.map(
      (message): EnvironmentNode => ({ kind: 'settingsProblem', message }),
    );
    if (environments.length === 0) return problems;
    return [...problems, ...projects.map((project): EnvironmentNode => ({ kind: 'project', project }))];
  }
}

function below(overview: EnvironmentOverview): EnvironmentNode[] {
  const { environment, report } = overview;
  const { status } = environment;
  const failure = status.kind === 'failed' ? [status.failure.message, status.failure.advice] : [];
  const { unknown = [], pending = [] } = report?.kind === 'standing' ? report.standing : {};
  const explanation = (text: string): EnvironmentNode => ({ kind: 'explanation', text, overview });
  return [
    ...verdictNodes(overview),
    ...failure.map(explanation),
    ...unknown.map((id): EnvironmentNode => ({ kind: 'unknown', id, overview })),
    ...explanationsOf(overview).map(explanation),
    ...foreignNodes(overview),
    ...driftNodes(overview),
    ...pending.map((revision): EnvironmentNode => ({ kind: 'revision', revision, overview })),
    ...restNodes(overview),
  ];
}
