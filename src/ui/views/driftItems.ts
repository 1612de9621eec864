/** How the verdict on a schema and its differences look in the view *Environments*. */
import * as vscode from 'vscode';
import type { EnvironmentOverview } from '../../app/overview.ts';
import { refText } from '../../core/drift/objectRef.ts';
import { patternSizeText } from '../../core/drift/patterns.ts';
import type { ExplainedDifference, RevisionFinding, Verdict } from '../../core/drift/report.ts';
import { findingText, matchNotes, shortVerdict, verdictText } from '../../core/drift/verdictWords.ts';
import {
  counted,
  differenceText,
  explanationText,
  kindText,
  sharedExplanationText,
  sidesOf,
  subjectText,
} from '../../core/drift/words.ts';
import { titleOf } from '../../core/migration/revision.ts';
import { code, markdown, plain } from '../markdown.ts';
import type { DriftNode, Rest } from './driftNodes.ts';
import { icon } from './items.ts';

const { Collapsed, None } = vscode.TreeItemCollapsibleState;

/** In a tooltip. */
const LINES_SHOWN = 10;

export function driftItem(node: DriftNode): vscode.TreeItem {
  switch (node.kind) {
    case 'verdict':
      return verdictItem(node.overview);
    case 'reading':
      return labelled('Reading the schema…', 'sync~spin');
    case 'driftFailure':
      return labelled(node.text, 'warning', 'list.warningForeground');
    case 'finding':
      return findingItem(node.finding, node.overview);
    case 'pattern':
      return patternItem(node);
    case 'object':
      return objectItem(node);
    case 'difference':
      return differenceItem(node);
    case 'rest':
      return restItem(node.rest);
    case 'restItem': {
      const item = labelled(node.item.label, 'circle-small');
      item.description = node.item.description;
      item.tooltip = markdown([`${code(node.item.label)} ${plain(node.item.description)}`]);
      return item;
    }
  }
}

function labelled(label: string, iconId: string, color?: string): vscode.TreeItem {
  const item = new vscode.TreeItem(label, None);
  item.iconPath = icon(iconId, color);
  item.tooltip = markdown([plain(label)]);
  return item;
}

function verdictItem({ drift, project, environment }: EnvironmentOverview): vscode.TreeItem {
  if (drift === undefined) throw new Error('There is a verdict only on a schema that was read.');
  const { report, readAt } = drift;
  const { effectiveHeads, byId } = project.graph;
  const { label, description } = shortVerdict(report, effectiveHeads);
  const text = verdictText(report, effectiveHeads);
  const isOld = environment.drift.kind === 'failed';
  const item = new vscode.TreeItem(label, None);
  item.iconPath = verdictIcon(report.verdict.kind);
  item.description = [isOld ? 'old' : '', description ?? ''].filter((part) => part !== '').join(' · ');
  item.accessibilityInformation = { label: text };
  const [match] = report.verdict.match.revisions;
  item.contextValue = match === undefined ? 'match' : 'revision match';
  const matched = match === undefined ? undefined : byId.get(match);
  item.tooltip = markdown([
    plain(text),
    ...matchNotes(report).map(plain),
    ...(matched === undefined ? [] : [`${code(matched.id)} ${plain(titleOf(matched))}`]),
    ...report.revisions.map((finding) => plain(findingText(finding))),
    `${isOld ? '$(history) This is an old answer. ' : ''}Schema read ${plain(new Date(readAt).toLocaleString())}`,
  ]);
  return item;
}

function verdictIcon(kind: Verdict['kind']): vscode.ThemeIcon {
  if (kind === 'agrees') return icon('pass', 'testing.iconPassed');
  return kind === 'disagrees' || kind === 'foreign'
    ? icon('error', 'list.errorForeground')
    : icon('warning', 'list.warningForeground');
}

function findingItem(finding: RevisionFinding, { project: { graph } }: EnvironmentOverview): vscode.TreeItem {
  const { revision, recorded, there, missing } = finding;
  const item = new vscode.TreeItem(revision, missing.length > 0 ? Collapsed : None);
  const known = graph.byId.get(revision);
  item.iconPath = icon(recorded ? 'git-commit' : 'question', 'list.warningForeground');
  const effects = `${there.length} of ${counted(there.length + missing.length, 'effect')}`;
  item.description = recorded ? `${effects} there` : `${effects}, not recorded`;
  item.contextValue = 'revision finding';
  item.tooltip = markdown([
    ...(known === undefined ? [] : [`${code(revision)} ${plain(titleOf(known))}`]),
    plain(findingText(finding)),
  ]);
  return item;
}

function patternItem({ pattern, overview }: DriftNode & { readonly kind: 'pattern' }): vscode.TreeItem {
  const item = new vscode.TreeItem(patternSizeText(pattern), Collapsed);
  item.iconPath = icon('diff-modified', 'list.warningForeground');
  item.description = pattern.text;
  item.tooltip = markdown([
    `**${plain(patternSizeText(pattern))}** · ${plain(overview.environment.name)}: ${plain(pattern.text)}`,
    plain(sharedExplanationText(pattern.differences)),
  ]);
  return item;
}

function objectItem({ of, differences, overview }: DriftNode & { readonly kind: 'object' }): vscode.TreeItem {
  const item = new vscode.TreeItem(refText(of), Collapsed);
  const [only] = differences;
  item.iconPath = icon(of.object === 'type' ? 'symbol-enum' : 'table');
  item.description =
    differences.length === 1 && only !== undefined
      ? `${only.difference.part ?? ''} ${differenceText(only.difference)}`
      : counted(differences.length, 'difference');
  item.tooltip = markdown([
    `**${plain(refText(of))}** · ${plain(overview.environment.name)}`,
    ...differences
      .slice(0, LINES_SHOWN)
      .map(({ difference }) => `${code(difference.part ?? '')} ${plain(differenceText(difference))}`),
    ...(differences.length > LINES_SHOWN ? [`and ${differences.length - LINES_SHOWN} more`] : []),
  ]);
  return item;
}

function differenceItem({
  explained,
  below,
  overview,
}: DriftNode & { readonly kind: 'difference' }): vscode.TreeItem {
  const { difference, explanation } = explained;
  const label =
    below === 'object' ? (difference.part ?? kindText[difference.object]) : subjectText(difference);
  const isPending = explanation.kind === 'pending';
  const said = isPending ? pendingText(explained) : differenceText(difference);
  const item = new vscode.TreeItem(label, None);
  item.iconPath = iconOf(explained);
  item.description = [below === 'pattern' ? '' : said, isPending ? '' : explanationText(explained)]
    .filter((part) => part !== '')
    .join(' · ');
  item.tooltip = tooltipOf(explained, overview);
  item.contextValue = makerOf(explained) === undefined ? 'difference' : 'difference made';
  item.accessibilityInformation = {
    label: `${kindText[difference.object]} ${subjectText(difference)}: ${said}. ${explanationText(explained)}`,
  };
  const location = makerOf(explained)?.location;
  if (location !== undefined) {
    item.command = { command: 'driftline.openOperation', title: 'Open the Operation', arguments: [location] };
  }
  return item;
}

/** What the revision will do. */
function pendingText({ difference }: ExplainedDifference): string {
  const { expected, actual } = sidesOf(difference);
  if (difference.kind === 'removed') return `to be added: ${expected ?? ''}`;
  if (difference.kind === 'added') return 'to be dropped';
  return `to become ${expected ?? 'none'}, is ${actual ?? 'none'}`;
}

export function makerOf({ explanation }: ExplainedDifference) {
  return 'maker' in explanation ? explanation.maker : undefined;
}

function iconOf({ difference, explanation }: ExplainedDifference): vscode.ThemeIcon {
  const color = explanation.kind === 'pending' ? undefined : 'list.warningForeground';
  if (difference.kind === 'removed') return icon('diff-removed', color);
  return icon(difference.kind === 'added' ? 'diff-added' : 'diff-modified', color);
}

function tooltipOf(
  explained: ExplainedDifference,
  { environment }: EnvironmentOverview,
): vscode.MarkdownString {
  const { difference } = explained;
  const { expected, actual } = sidesOf(difference);
  return markdown([
    `**${plain(subjectText(difference))}** · ${kindText[difference.object]}`,
    `The revisions: ${expected === undefined ? '*nothing*' : code(expected)}`,
    `${plain(environment.name)}: ${actual === undefined ? '*nothing*' : code(actual)}`,
    plain(explanationText(explained)),
  ]);
}

function restItem({ id, label, items, text }: Rest): vscode.TreeItem {
  const item = new vscode.TreeItem(label, Collapsed);
  item.iconPath =
    id === 'foreign'
      ? icon('warning', 'list.warningForeground')
      : icon(id === 'ignored' ? 'eye-closed' : 'ellipsis');
  item.tooltip = markdown([
    ...(text === undefined ? [] : [plain(text)]),
    `${plain(label)}: ${items
      .slice(0, LINES_SHOWN)
      .map((one) => code(one.label))
      .join(', ')}`,
  ]);
  return item;
}
