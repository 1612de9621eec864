/** How the nodes of the view *Revisions* look. */
import * as vscode from 'vscode';
import { type Places, placesText } from '../../app/overview.ts';
import type { ProjectState } from '../../app/state.ts';
import { conventionOf } from '../../core/migration/allConventions.ts';
import { isBranchPoint, isMergePoint, type RevisionNode } from '../../core/migration/graph.ts';
import { marksOf } from '../../core/migration/marks.ts';
import { type Revision, titleOf } from '../../core/migration/revision.ts';
import type { Problem } from '../../core/text/read.ts';
import { code, markdown, plain } from '../markdown.ts';
import { icon, openFileCommand, projectTooltip } from './items.ts';

const { Collapsed, None } = vscode.TreeItemCollapsibleState;

export function revisionProjectItem(state: ProjectState): vscode.TreeItem {
  const { project, graph, problems } = state;
  const item = new vscode.TreeItem(project.name, Collapsed);
  const count = graph.revisions.length;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  item.id = project.id;
  item.iconPath = icon('repo');
  item.description = [
    conventionOf(project.convention).title,
    `${count} revision${count === 1 ? '' : 's'}`,
    ...(errors > 0 ? [`${errors} problem${errors === 1 ? '' : 's'}`] : []),
  ].join(' · ');
  item.contextValue = 'project';
  item.tooltip = projectTooltip(state);
  return item;
}

const PROBLEM_ICONS: Record<Problem['severity'], vscode.ThemeIcon> = {
  error: icon('error', 'list.errorForeground'),
  warning: icon('warning', 'list.warningForeground'),
  information: icon('info'),
};

export function problemItem(problem: Problem): vscode.TreeItem {
  const item = new vscode.TreeItem(problem.message, None);
  item.iconPath = PROBLEM_ICONS[problem.severity];
  item.tooltip = markdown([plain(problem.message), plain(problem.file)]);
  item.command = openFileCommand(problem.file);
  return item;
}

export function revisionItem(
  revision: Revision,
  { project, graph }: ProjectState,
  places: Places,
): vscode.TreeItem {
  const node = graph.nodes.get(revision.id);
  const marks = marksOf(graph, revision);
  const item = new vscode.TreeItem(titleOf(revision), None);
  item.id = `${project.id} ${revision.id}`;
  item.iconPath = iconOf(node, graph.heads.includes(revision.id), places);
  item.description = [
    ...(places.standing.length > 0 ? [`◀ ${places.standing.join(', ')}`] : []),
    revision.id,
    ...marks,
  ].join(' · ');
  const stands = places.standing.length > 0 ? [`where ${places.standing.join(', ')} stands`] : [];
  const said = [titleOf(revision), revision.id, ...marks, ...stands, placesText(places)];
  item.accessibilityInformation = { label: said.filter((part) => part !== '').join(', ') };
  item.contextValue = 'revision';
  item.tooltip = revisionHover(revision, node, marks, places);
  item.command = openFileCommand(revision.file);
  return item;
}

function iconOf(node: RevisionNode | undefined, isHead: boolean, places: Places): vscode.ThemeIcon {
  const color = places.pending.length > 0 ? 'list.warningForeground' : undefined;
  if (node !== undefined && isMergePoint(node)) return icon('git-merge', color);
  if (node !== undefined && isBranchPoint(node)) return icon('git-branch', color);
  return icon(isHead ? 'circle-filled' : 'git-commit', color);
}

/** Shared with the hover over a revision id in a script. */
export function revisionHover(
  revision: Revision,
  node: RevisionNode | undefined,
  marks: readonly string[],
  places: Places,
): vscode.MarkdownString {
  const where = placesText(places);
  const follows = node?.downRevisions ?? [];
  return markdown([
    `**${plain(titleOf(revision))}**`,
    [code(revision.id), ...marks.map(plain)].join(' · '),
    follows.length > 0 ? `follows ${follows.map(code).join(', ')}` : 'first of its chain',
    ...(revision.dependsOn.length > 0 ? [`depends on ${revision.dependsOn.map(code).join(', ')}`] : []),
    ...(revision.created === undefined ? [] : [plain(`Created ${revision.created}`)]),
    ...(where === '' ? [] : [plain(where)]),
  ]);
}
