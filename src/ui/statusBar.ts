/** One item: how the environments stand, in a few words. */
import * as vscode from 'vscode';
import { type EnvironmentOverview, overviewsOf } from '../app/overview.ts';
import type { Workspace } from '../app/workspace.ts';
import { headline, isClean } from '../core/status/stampReport.ts';
import { markdown, plain } from './markdown.ts';

export function createStatusBar(workspace: Workspace): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('driftline.status', vscode.StatusBarAlignment.Left, 0);
  item.name = 'Driftline';
  item.command = 'driftline.environments.focus';
  const draw = () => {
    const overviews = workspace.state.projects.flatMap((project) => overviewsOf(workspace.state, project));
    const read = overviews.filter(({ report }) => report !== undefined);
    if (read.length === 0) return item.hide();
    item.text = `$(database) ${barText(read)}`;
    item.accessibilityInformation = { label: `Driftline: ${barText(read)}` };
    item.tooltip = markdown(['**Driftline**', ...overviews.map(tooltipLine)]);
    item.show();
  };
  const listener = workspace.onDidChange(draw);
  return vscode.Disposable.from(item, listener);
}

function barText(overviews: readonly EnvironmentOverview[]): string {
  const open = overviews.filter(({ report }) => report !== undefined && !isClean(report));
  const [only] = open;
  if (only === undefined) return 'up to date';
  if (open.length > 1) return `${open.length} of ${overviews.length} need attention`;
  return `${only.environment.name}: ${only.report === undefined ? '' : headline(only.report)}`;
}

function tooltipLine({ environment, project, report }: EnvironmentOverview): string {
  const text = report === undefined ? 'not connected' : headline(report);
  return `${plain(project.project.name)} · ${plain(environment.name)}: ${plain(text)}`;
}
