/** What somebody may do about a finding: change the model, write a migration, ignore it here. */
import * as vscode from 'vscode';
import { answerOf } from '../../app/state.ts';
import type { ModelFinding } from '../../core/models/check/modelFinding.ts';
import type { Fix } from '../../core/text/edit.ts';
import { pathOf } from '../settings.ts';
import { homeOf, signalOf, type TextOf, textsNow, toLocation, withoutPlace } from './modelPlaces.ts';
import type { ModelParts } from './models.ts';

/** What a mixin gives to many tables is one place with many findings. */
const FINDINGS_FIXED = 5;

/** Not in the palette: it follows a fix that makes a file. */
const OPEN_FILE = 'vscode.open';

/** VS Code makes it for the view. */
const SHOW_ENVIRONMENTS = 'driftline.environments.focus';

export function registerModelFixes(parts: ModelParts): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    async provideCodeActions(document, range, { diagnostics }, token) {
      const textOf = textsNow(parts.workspace);
      const at = findingsAt(parts, pathOf(document.uri), range, textOf).slice(0, FINDINGS_FIXED);
      const signal = signalOf(token);
      const fixes = await Promise.all(at.map(({ fingerprint }) => parts.models.fixesOf(fingerprint, signal)));
      if (token.isCancellationRequested) return [];
      const unique = new Map(fixes.flat().map((fix) => [JSON.stringify(fix), fix]));
      const told = diagnostics.filter((one) => one.source === 'Driftline' && one.range.intersection(range));
      return [...unique.values()].map((fix) => toAction(fix, pathOf(document.uri), told, textOf));
    },
  };
  return vscode.languages.registerCodeActionsProvider({ language: 'python', scheme: 'file' }, provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });
}

function findingsAt(
  { models, workspace }: ModelParts,
  file: string,
  range: vscode.Range,
  textOf: TextOf,
): readonly ModelFinding[] {
  const all = [...models.state].flatMap(([projectId, reading]) => {
    const report = answerOf(reading)?.report;
    if (report === undefined) return [];
    return [...report.findings, ...withoutPlace(report, homeOf(workspace.state, projectId))];
  });
  return all.filter(
    ({ location }) =>
      location?.file === file && toLocation(location, textOf).range.intersection(range) !== undefined,
  );
}

function toAction(
  fix: Fix,
  file: string,
  diagnostics: readonly vscode.Diagnostic[],
  textOf: TextOf,
): vscode.CodeAction {
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [...diagnostics];
  if (fix.shows !== undefined) {
    action.command = { command: SHOW_ENVIRONMENTS, title: fix.title };
    return action;
  }
  action.edit = editOf(fix, file, textOf);
  const [made] = fix.newFiles;
  if (made !== undefined)
    action.command = { command: OPEN_FILE, title: 'Open', arguments: [vscode.Uri.file(made.file)] };
  return action;
}

/** What changes a file that nobody looks at is shown before it is done. */
function editOf({ title, edits, newFiles }: Fix, file: string, textOf: TextOf): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { file: made, text } of newFiles) {
    edit.createFile(vscode.Uri.file(made), { overwrite: false, contents: new TextEncoder().encode(text) });
  }
  for (const { file: changed, range, newText } of edits) {
    const place = toLocation({ file: changed, range }, textOf);
    const isElsewhere = changed !== file;
    edit.replace(place.uri, place.range, newText, { label: title, needsConfirmation: isElsewhere });
  }
  return edit;
}
