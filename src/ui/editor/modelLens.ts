/** Above the class of a model: how its table stands in every environment. A click lists what is wrong. */
import * as vscode from 'vscode';
import { answerOf, type WorkspaceState } from '../../app/state.ts';
import { reasonTexts, statementText } from '../../core/models/check/findingWords.ts';
import {
  type ModelFinding,
  type ModelReport,
  type ReportedTable,
  severities,
} from '../../core/models/check/modelFinding.ts';
import { findingsOf, tableSummary } from '../../core/models/check/tableSummary.ts';
import { displayName } from '../../core/schema/name.ts';
import { runSafely } from '../run.ts';
import { pathOf } from '../settings.ts';
import { oldEnvironments, sharedModels, textsNow, toLocation } from './modelPlaces.ts';
import type { ModelParts } from './models.ts';
import { toRange } from './ranges.ts';

/** Not in the palette: it needs to be told of which table. */
const SHOW_FINDINGS = 'driftline.showModelFindings';

/** A table that is named in a file. */
interface Seen {
  readonly table: ReportedTable;
  readonly report: ModelReport;
  readonly text: string;
}

export function registerModelLens(parts: ModelParts): vscode.Disposable {
  const { workspace, models, log } = parts;
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      const text = document.getText();
      return tablesIn(parts, pathOf(document.uri)).map(
        (seen) => new vscode.CodeLens(toRange(text, seen.table.location.range), commandOf(seen)),
      );
    },
  };
  return vscode.Disposable.from(
    changed,
    models.onDidChange(() => changed.fire()),
    workspace.onDidChange(() => changed.fire()),
    vscode.languages.registerCodeLensProvider({ language: 'python', scheme: 'file' }, provider),
    vscode.commands.registerCommand(
      SHOW_FINDINGS,
      (table: ReportedTable, findings: readonly ModelFinding[]) =>
        runSafely(log, () => pickFinding(parts, table, findings)),
    ),
  );
}

function tablesIn({ workspace, models }: ModelParts, file: string): readonly Seen[] {
  const projectOf = sharedModels(models.state, workspace.state);
  return [...models.state].flatMap(([projectId, reading]) => {
    const answer = answerOf(reading);
    if (answer === undefined) return [];
    const { report, environments } = answer;
    const old = oldEnvironments(workspace.state, projectId);
    const ordered = protectedFirst(workspace.state, projectId, environments);
    return report.tables
      .filter(({ location }) => location.file === file)
      .map((table) => {
        const summary = tableSummary({ table, report, environments: ordered, old });
        const said = reading.kind === 'failed' ? [summary, 'could not be checked again'] : [summary];
        return { table, report, text: [...projectOf(file, projectId), ...said].join(' · ') };
      });
  });
}

function protectedFirst(
  { environments }: WorkspaceState,
  projectId: string,
  names: readonly string[],
): readonly string[] {
  const isProtected = (name: string) =>
    environments.some((one) => one.projectId === projectId && one.name === name && one.protected);
  return [...names.filter(isProtected), ...names.filter((name) => !isProtected(name))];
}

/** Where nothing is wrong there is nothing to click on. */
function commandOf({ table, report, text }: Seen): vscode.Command {
  const findings = findingsOf(table, report);
  if (findings.length === 0) return { title: text, command: '' };
  return { title: text, command: SHOW_FINDINGS, arguments: [table, findings] };
}

/** Lists what is wrong with a table, and goes to what is chosen. */
async function pickFinding(
  { workspace }: ModelParts,
  { name, location }: ReportedTable,
  findings: readonly ModelFinding[],
): Promise<void> {
  const items = [...findings].sort(byLoudness).map(toItem);
  const title = `${displayName(name)}: where the model, the migrations and the databases disagree`;
  const chosen = await vscode.window.showQuickPick(items, { title, matchOnDetail: true });
  if (chosen === undefined) return;
  const { uri, range } = toLocation(chosen.finding.location ?? location, textsNow(workspace));
  await vscode.window.showTextDocument(uri, { selection: range });
}

interface FindingItem extends vscode.QuickPickItem {
  readonly finding: ModelFinding;
}

/** A row of the list is narrow: what is where stands above what the model says and why. */
function toItem(finding: ModelFinding): FindingItem {
  const [there = '', ...model] = statementText([finding]).split('; ');
  const said = model.map((text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`);
  return {
    label: `$(${ICONS[finding.severity]}) ${there}`,
    detail: [...said, ...reasonTexts([finding])].join(' '),
    finding,
  };
}

const byLoudness = (a: ModelFinding, b: ModelFinding): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity);

const ICONS: Record<ModelFinding['severity'], string> = {
  error: 'error',
  warning: 'warning',
  information: 'info',
  hint: 'lightbulb',
};
