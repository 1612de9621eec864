/** Where models disagree with migrations and databases, underlined on the expression that says otherwise. */
import * as vscode from 'vscode';
import type { ModelsState } from '../../app/models.ts';
import { answerOf, type WorkspaceState } from '../../app/state.ts';
import { refText } from '../../core/drift/objectRef.ts';
import type { Maker } from '../../core/drift/report.ts';
import { listText } from '../../core/drift/words.ts';
import { groupBy } from '../../core/groupBy.ts';
import {
  type AlikeFindings,
  adviceTexts,
  alikeFindings,
  reasonTexts,
  statementText,
} from '../../core/models/check/findingWords.ts';
import type { ModelFinding, ModelReport } from '../../core/models/check/modelFinding.ts';
import {
  documentOf,
  homeOf,
  oldEnvironments,
  sharedModels,
  type TextOf,
  textsNow,
  toLocation,
  withoutPlace,
} from './modelPlaces.ts';
import type { ModelParts } from './models.ts';

const SEVERITIES: Record<ModelFinding['severity'], vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** What each kind of finding means, and how to silence it. */
const MANUAL = vscode.Uri.parse('https://github.com/driftline/driftline#in-the-models');

/** Migration lines that a diagnostic leads to: the columns of a mixin are made by many. */
const LINES_SHOWN = 3;

/** What one report says of one file. */
interface FileFindings {
  readonly findings: readonly AlikeFindings[];
  /** Another text where anything is different. */
  readonly key: string;
}

/** What the report of one project says of one file. */
interface Report extends FileFindings {
  /** `Driftline`, and the project where the file holds models of several. */
  readonly source: string;
  /** Environments of which only an old answer is known. */
  readonly old: readonly string[];
}

export function registerModelDiagnostics({ workspace, models }: ModelParts): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('driftline.models');
  let drawn = new Map<string, string>();
  let shown: readonly unknown[] = [];
  const draw = () => {
    const states = workspace.state.environments.map(({ status, drift }) => `${status.kind} ${drift.kind}`);
    if (shown[0] === models.state && shown[1] === states.join()) return;
    shown = [models.state, states.join()];
    const keys = new Map<string, string>();
    const textOf = textsNow(workspace);
    for (const [file, reports] of reportsByFile(models.state, workspace.state)) {
      const key = reports.flatMap((report) => [report.source, report.key, ...report.old]).join();
      keys.set(file, key);
      // Of an open file, lines may have moved although the offsets are the same.
      if (drawn.get(file) === key && documentOf(file) === undefined) continue;
      const diagnostics = reports.flatMap((report) =>
        report.findings.map((one) => toDiagnostic(one, report, textOf)),
      );
      collection.set(vscode.Uri.file(file), diagnostics);
    }
    for (const file of drawn.keys()) if (!keys.has(file)) collection.delete(vscode.Uri.file(file));
    drawn = keys;
  };
  return vscode.Disposable.from(collection, models.onDidChange(draw), workspace.onDidChange(draw));
}

function reportsByFile(models: ModelsState, state: WorkspaceState): ReadonlyMap<string, readonly Report[]> {
  const projectOf = sharedModels(models, state);
  const reports = [...models].flatMap(([projectId, reading]) => {
    const report = answerOf(reading)?.report;
    if (report === undefined) return [];
    const old = oldEnvironments(state, projectId);
    const homeless = withoutPlace(report, homeOf(state, projectId));
    const located = [...findingsByFile(report), ...fileFindings(homeless)];
    return located.map(([file, own]) => {
      const source = ['Driftline', ...projectOf(file, projectId)].join(', ');
      return { file, ...own, source, old };
    });
  });
  return groupBy(reports, ({ file }) => file);
}

/** One project is checked after the other, and drawn with all others each time. */
const known = new WeakMap<ModelReport, ReadonlyMap<string, FileFindings>>();

function findingsByFile(report: ModelReport): ReadonlyMap<string, FileFindings> {
  const before = known.get(report);
  if (before !== undefined) return before;
  const byFile = new Map(fileFindings(report.findings.filter(({ location }) => location !== undefined)));
  known.set(report, byFile);
  return byFile;
}

function fileFindings(findings: readonly ModelFinding[]): readonly (readonly [string, FileFindings])[] {
  const groups = [...groupBy(alikeFindings(findings), ([{ location }]) => location?.file ?? '')];
  return groups.map(([file, own]) => [file, { findings: own, key: JSON.stringify(own) }]);
}

function toDiagnostic(
  findings: AlikeFindings,
  { source, old: allOld }: Report,
  textOf: TextOf,
): vscode.Diagnostic {
  const [{ kind, severity, location, places }] = findings;
  const old = allOld.filter((name) => places.some(({ environment }) => environment === name));
  const range = location === undefined ? new vscode.Range(0, 0, 0, 0) : toLocation(location, textOf).range;
  const said = [statementText(findings), ...reasonTexts(findings), ...adviceTexts(findings)];
  const message = [...said, ...oldTexts(old)].join('\n');
  const diagnostic = new vscode.Diagnostic(range, message, SEVERITIES[severity]);
  diagnostic.source = source;
  diagnostic.code = { value: kind, target: MANUAL };
  diagnostic.relatedInformation = relatedTo(findings, textOf);
  return diagnostic;
}

function oldTexts(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  return [`What is known of ${listText(names)} is old: reading again failed.`];
}

/** The migration lines that last set what is wrong, then those that make it otherwise. */
function relatedTo(findings: AlikeFindings, textOf: TextOf): vscode.DiagnosticRelatedInformation[] {
  const lines = findings.flatMap(({ object, lastSetBy, places }) => [
    ...told(
      lastSetBy,
      `${refText(object)} ${object.object === 'table' ? 'is created' : 'was last set'} here`,
    ),
    ...places.flatMap(({ reason }) =>
      reason.kind === 'pending' || reason.kind === 'drifted'
        ? told(
            reason.maker,
            `${refText(object)}: what ${reason.kind === 'pending' ? 'is pending' : 'should be there'}`,
          )
        : [],
    ),
  ]);
  const seen = new Set<string>();
  const unique = lines.filter(({ location }) => {
    const key = JSON.stringify(location);
    return !seen.has(key) && seen.add(key);
  });
  return unique
    .slice(0, LINES_SHOWN)
    .map(({ location, text }) => new vscode.DiagnosticRelatedInformation(toLocation(location, textOf), text));
}

function told(maker: Maker | undefined, text: string) {
  if (maker?.location === undefined) return [];
  return [{ location: maker.location, text: `${text}, in revision ${maker.revision}` }];
}
