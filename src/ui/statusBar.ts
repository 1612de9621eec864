/** One item: how the environments stand, in a few words. */
import * as vscode from 'vscode';
import { type EnvironmentOverview, needsAttention, overviewsOf, summaryOf } from '../app/overview.ts';
import type { Workspace } from '../app/workspace.ts';
import { markdown, plain } from './markdown.ts';

export function createStatusBar(workspace: Workspace): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('driftline.status', vscode.StatusBarAlignment.Left, 0);
  item.name = 'Driftline';
  item.command = 'driftline.environments.focus';
  const draw = () => {
    const overviews = workspace.state.projects.flatMap((project) => overviewsOf(workspace.state, project));
    const asked = overviews.filter(({ environment }) => environment.status.kind !== 'notRead');
    if (asked.length === 0) return item.hide();
    item.text = `$(database) ${barText(asked)}`;
    item.accessibilityInformation = { label: `Driftline: ${barText(asked)}` };
    item.tooltip = markdown(['**Driftline**', ...overviews.map(tooltipLine)]);
    item.show();
  };
  const listener = workspace.onDidChange(draw);
  return vscode.Disposable.from(item, listener);
}

function barText(overviews: readonly EnvironmentOverview[]): string {
  const open = overviews.filter(needsAttention);
  const [only] = open;
  if (open.length > 1) return `${open.length} of ${overviews.length} need attention`;
  if (only !== undefined) return `${only.environment.name}: ${summaryOf(only)}`;
  return overviews.some(({ report }) => report === undefined) ? 'connecting…' : 'up to date';
}

function tooltipLine(overview: EnvironmentOverview): string {
  const { environment, project } = overview;
  return `${plain(project.project.name)} · ${plain(environment.name)}: ${plain(summaryOf(overview))}`;
}
