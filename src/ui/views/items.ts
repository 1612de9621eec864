/** How the nodes of the view *Environments* look. */
import * as vscode from 'vscode';
import { type EnvironmentOverview, explanationsOf, summaryOf } from '../../app/overview.ts';
import type { ProjectState } from '../../app/state.ts';
import { isShared } from '../../core/drift/foreignWords.ts';
import { foreignNotes, verdictText } from '../../core/drift/verdictWords.ts';
import { conventionOf } from '../../core/migration/allConventions.ts';
import { type Revision, titleOf } from '../../core/migration/revision.ts';
import { versionTableText } from '../../core/migration/versionTable.ts';
import { headline, isClean, stampText } from '../../core/status/stampReport.ts';
import { baseName } from '../../core/text/path.ts';
import { code, markdown, plain } from '../markdown.ts';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

export function icon(id: string, color?: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(id, color === undefined ? undefined : new vscode.ThemeColor(color));
}

export function settingsProblemItem(message: string): vscode.TreeItem {
  const item = new vscode.TreeItem(message, None);
  item.iconPath = icon('error', 'list.errorForeground');
  item.tooltip = message;
  item.command = { command: 'driftline.openSettings', title: 'Open Settings' };
  return item;
}

export function projectItem(state: ProjectState, overviews: readonly EnvironmentOverview[]): vscode.TreeItem {
  const { project, graph } = state;
  const item = new vscode.TreeItem(project.name, overviews.length > 0 ? Expanded : None);
  const { title } = conventionOf(project.convention);
  const head = graph.heads.length === 1 ? `head ${graph.heads[0]}` : `${graph.heads.length} heads`;
  item.id = project.id;
  item.iconPath = icon('repo');
  item.description = overviews.length > 0 ? `${title} · ${head}` : `${title} · no environment`;
  item.contextValue = 'project';
  item.tooltip = projectTooltip(state);
  return item;
}

export function projectTooltip({ project, graph, versionTable }: ProjectState): vscode.MarkdownString {
  const { title } = conventionOf(project.convention);
  return markdown([
    `**${plain(project.name)}** · ${title}`,
    `${graph.revisions.length} revisions, ${graph.heads.length === 1 ? 'head' : 'heads'} ${graph.heads.map(code).join(', ') || '—'}`,
    `Version table: ${versionTable === undefined ? '*named by code that is not run*' : code(versionTableText(versionTable))}`,
    ...project.facts.map(
      ({ name, value }) =>
        `${plain(name)}: ${value === undefined ? '*set by code that is not run*' : code(value)}`,
    ),
    plain(project.declaredIn),
  ]);
}

export function environmentItem(overview: EnvironmentOverview): vscode.TreeItem {
  const { environment, report } = overview;
  const description = descriptionOf(overview);
  const item = new vscode.TreeItem(environment.name, collapsible(overview));
  item.id = environment.id;
  item.iconPath = iconOf(overview);
  item.description = description;
  item.tooltip = environmentTooltip(overview);
  item.contextValue = `environment ${report?.kind ?? 'unread'}${overview.drift === undefined ? '' : ' schema'}`;
  item.accessibilityInformation = {
    label: `${environment.name}${environment.protected ? ', protected' : ''}: ${description}`,
  };
  if (environment.status.kind === 'notRead') {
    const argument = { kind: 'environment', overview };
    item.command = { command: 'driftline.readEnvironment', title: 'Connect', arguments: [argument] };
  }
  return item;
}

function collapsible(overview: EnvironmentOverview): vscode.TreeItemCollapsibleState {
  const { environment, report, drift } = overview;
  if (environment.status.kind === 'failed') return Expanded;
  if (drift !== undefined && ['disagrees', 'foreign'].includes(drift.report.verdict.kind)) return Expanded;
  if (environment.drift.kind !== 'notRead' && report !== undefined && isClean(report)) return Collapsed;
  if (report === undefined || isClean(report)) return None;
  return report.kind === 'standing' &&
    report.standing.unknown.length === 0 &&
    report.standing.faults.length === 0
    ? Collapsed
    : Expanded;
}

/** The summary and, where it does not name it already, the stamp; what matters first, for a narrow side bar. */
function descriptionOf(overview: EnvironmentOverview): string {
  const { environment, report, drift } = overview;
  const summary = summaryOf(overview);
  const at = environment.status.kind === 'read' && report !== undefined ? stampText(report) : undefined;
  const isNamed = [`at ${at}`, `revision ${at}`, `stamped ${at}`].some((said) => summary.includes(said));
  const others = [...new Set(drift?.report.foreign.map(({ project }) => project))];
  return [
    summary,
    at === undefined || isNamed ? '' : at,
    // A verdict on a foreign schema names its owners itself.
    others.length === 0 || drift?.report.verdict.kind === 'foreign' ? '' : `also of ${others.join(', ')}`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function iconOf(overview: EnvironmentOverview): vscode.ThemeIcon {
  switch (overview.environment.status.kind) {
    case 'notRead':
      return icon('debug-disconnect');
    case 'reading':
      return icon('sync~spin');
    case 'failed':
      return icon('error', 'list.errorForeground');
    case 'read':
      return readIcon(overview);
  }
}

function readIcon({ environment, report, drift }: EnvironmentOverview): vscode.ThemeIcon {
  if (report === undefined) return icon('circle-outline');
  const verdict = drift?.report.verdict.kind;
  if (verdict === 'disagrees' || verdict === 'foreign') return icon('error', 'list.errorForeground');
  const isOdd = verdict === 'drifted' || (drift !== undefined && isShared(drift.report));
  if (isClean(report) && (isOdd || environment.drift.kind === 'failed'))
    return icon('warning', 'list.warningForeground');
  if (isClean(report)) return icon('pass', 'testing.iconPassed');
  if (report.kind !== 'standing') return icon('question', 'list.warningForeground');
  const { unknown, faults } = report.standing;
  return unknown.length > 0 || faults.length > 0
    ? icon('error', 'list.errorForeground')
    : icon('arrow-circle-up', 'list.warningForeground');
}

function environmentTooltip(overview: EnvironmentOverview): vscode.MarkdownString {
  const { environment, project, answer, report, drift, isOld } = overview;
  const { status } = environment;
  const lines = [`**${plain(environment.name)}**${environment.protected ? ' · $(shield) protected' : ''}`];
  if (status.kind === 'failed')
    lines.push(`$(error) ${plain(status.failure.message)} ${plain(status.failure.advice)}`);
  if (status.kind === 'notRead') lines.push('Not connected yet. The first connection asks.');
  if (answer === undefined || report === undefined) return markdown(lines);
  const at = stampText(report);
  // What is behind a stamp that lies is not worth telling.
  if (drift?.report.verdict.kind !== 'disagrees') {
    if (at !== undefined) lines.push(`Stamped: ${code(at)}`);
    lines.push(plain(headline(report)));
  }
  if (drift !== undefined) {
    lines.push(plain(verdictText(drift.report, project.graph.effectiveHeads)));
    lines.push(...foreignNotes(drift.report).map(plain));
  }
  lines.push(...explanationsOf(overview).map(plain));
  lines.push(`${code(answer.target)} · PostgreSQL ${plain(answer.serverVersion)}`);
  const readAt = new Date(answer.readAt).toLocaleString();
  lines.push(isOld ? `$(history) This is an old answer, from ${plain(readAt)}.` : `Read ${plain(readAt)}`);
  return markdown(lines);
}

export function explanationItem(text: string, { environment }: EnvironmentOverview): vscode.TreeItem {
  const item = new vscode.TreeItem(text, None);
  item.iconPath =
    environment.status.kind === 'failed' ? icon('info') : icon('warning', 'list.warningForeground');
  item.tooltip = markdown([plain(text)]);
  return item;
}

export function unknownItem(id: string, overview: EnvironmentOverview): vscode.TreeItem {
  const item = new vscode.TreeItem(id, None);
  item.iconPath = icon('question', 'list.errorForeground');
  item.description = 'not in this checkout';
  item.contextValue = 'unknown';
  item.tooltip = markdown([
    `${code(id)} is recorded in ${plain(overview.environment.name)}, but no script of this checkout has it.`,
  ]);
  return item;
}

export function pendingItem(
  revision: Revision,
  { environment, drift }: EnvironmentOverview,
): vscode.TreeItem {
  const hasDifferences = drift?.report.differences.some(
    ({ explanation }) => explanation.kind === 'pending' && explanation.maker.revision === revision.id,
  );
  const item = new vscode.TreeItem(titleOf(revision), hasDifferences === true ? Collapsed : None);
  const date = revision.created?.slice(0, 10);
  item.iconPath = icon('circle-outline');
  item.description = [date, revision.id].filter((part) => part !== undefined).join(' · ');
  item.contextValue = 'revision';
  item.tooltip = markdown([
    `${code(revision.id)} ${plain(revision.message)}`,
    ...(date === undefined ? [] : [plain(`Created ${revision.created}`)]),
    `Pending in ${plain(environment.name)}`,
  ]);
  item.command = openFileCommand(revision.file);
  return item;
}

/** Some problems are those of a folder. */
export function openFileCommand(file: string): vscode.Command {
  const isFolder = !baseName(file).includes('.');
  return {
    command: isFolder ? 'revealInExplorer' : 'vscode.open',
    title: 'Open File',
    arguments: [vscode.Uri.file(file)],
  };
}
