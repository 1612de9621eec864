/**
 * Rules about migrations, while they are written: what would hold up others is underlined, with its safer form as a quick
 * fix. Only in revisions that are still to be run somewhere: what has run everywhere holds up nobody any more.
 */
import * as vscode from 'vscode';
import { overviewsOf, placesOf, revisionsIn } from '../../app/overview.ts';
import type { Log } from '../../app/ports.ts';
import { answerOf, type ProjectState } from '../../app/state.ts';
import type { Workspace } from '../../app/workspace.ts';
import type { Revision } from '../../core/migration/revision.ts';
import { acceptHere } from '../../core/preview/rules/acceptHere.ts';
import type { RuleFinding } from '../../core/preview/rules/rule.ts';
import { scriptOf } from '../../core/preview/rules/rule.ts';
import type { Fix } from '../../core/text/edit.ts';
import { runSafely } from '../run.ts';
import { pathOf } from '../settings.ts';
import { toRange } from './ranges.ts';
import type { Ready } from './revisionLinks.ts';

/** Keystrokes that come faster share one check. */
const SETTLE_MS = 200;

/** Where no environment says its own. */
const NEWEST_SERVER = 18;

const SEVERITIES: Record<RuleFinding['severity'], vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

const selector = [
  { language: 'python', scheme: 'file' },
  { language: 'sql', scheme: 'file' },
];

/** What was found in a text; offsets mean nothing in any other. */
interface Found {
  readonly text: string;
  readonly findings: readonly RuleFinding[];
}

export function registerRules(
  { workspace, log }: { readonly workspace: Workspace; readonly log: Log },
  ready: Ready,
  signal: AbortSignal,
): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('driftline.rules');
  const found = new Map<string, Found>();
  let timer: NodeJS.Timeout | undefined;
  let checks = 0;
  const forget = (uri: vscode.Uri) => {
    found.delete(pathOf(uri));
    collection.delete(uri);
  };
  const check = async () => {
    const own = ++checks;
    if (!vscode.workspace.textDocuments.some((document) => vscode.languages.match(selector, document) > 0))
      return;
    await ready();
    for (const document of openScripts(workspace)) {
      const file = pathOf(document.uri);
      const text = document.getText();
      // Until the workspace has what was typed, it answers for another text; it tells when it has.
      if (workspace.textOf(file) !== text) continue;
      const findings = await findingsIn(workspace, file, signal);
      if (own !== checks) return;
      if (document.isClosed || document.getText() !== text) continue;
      if (findings.length === 0) {
        forget(document.uri);
        continue;
      }
      found.set(file, { text, findings });
      collection.set(
        document.uri,
        findings.map((one) => toDiagnostic(one, document)),
      );
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void runSafely(log, check), SETTLE_MS);
  };
  soon();
  return vscode.Disposable.from(
    { dispose: () => clearTimeout(timer) },
    collection,
    workspace.onDidChange(soon),
    vscode.workspace.onDidOpenTextDocument(soon),
    vscode.workspace.onDidChangeTextDocument(({ contentChanges }) => {
      if (contentChanges.length > 0) soon();
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => forget(uri)),
    vscode.languages.registerCodeActionsProvider(selector, fixesOf(found), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  );
}

function openScripts(workspace: Workspace): readonly vscode.TextDocument[] {
  return vscode.workspace.textDocuments.filter(
    (document) => vscode.languages.match(selector, document) > 0 && workspace.isScript(pathOf(document.uri)),
  );
}

async function findingsIn(
  workspace: Workspace,
  file: string,
  signal: AbortSignal,
): Promise<readonly RuleFinding[]> {
  const { schemas, settings, state } = workspace;
  if (schemas === undefined || !settings.rules.enabled) return [];
  const all = await Promise.all(
    revisionsIn(state, file)
      .filter(({ project, revision }) => isToRun(workspace, project, revision))
      .map(({ project, revision }) =>
        schemas.checkRules(
          {
            projectId: project.project.id,
            revision: revision.id,
            serverVersion: oldestServer(workspace, project),
            rules: settings.rules,
          },
          signal,
        ),
      ),
  );
  return all.flat().filter(({ suppressed, location }) => suppressed === undefined && location.file === file);
}

/** Somewhere it is pending; where nobody was asked, it is one of the last. */
function isToRun({ state }: Workspace, project: ProjectState, revision: Revision): boolean {
  const { applied, pending } = placesOf(state, project, revision);
  if (applied.length + pending.length === 0) return project.graph.effectiveHeads.includes(revision.id);
  return pending.length > 0;
}

function oldestServer({ state }: Workspace, project: ProjectState): number {
  const versions = overviewsOf(state, project).flatMap(({ environment }) => {
    const version = Number.parseInt(answerOf(environment.status)?.serverVersion ?? '', 10);
    return Number.isNaN(version) ? [] : [version];
  });
  return versions.length === 0 ? NEWEST_SERVER : Math.min(...versions);
}

function toDiagnostic({ rule, severity, message, location }: RuleFinding, document: vscode.TextDocument) {
  const { start, end, isSingleLine } = toRange(document.getText(), location.range);
  // Of a call that takes many lines, the first says which it is.
  const range = new vscode.Range(start, isSingleLine ? end : document.lineAt(start.line).range.end);
  const diagnostic = new vscode.Diagnostic(range, message, SEVERITIES[severity]);
  diagnostic.source = 'Driftline';
  diagnostic.code = rule;
  return diagnostic;
}

function fixesOf(found: ReadonlyMap<string, Found>): vscode.CodeActionProvider {
  return {
    provideCodeActions(document, range, { diagnostics }) {
      const file = pathOf(document.uri);
      const text = document.getText();
      const known = found.get(file);
      if (known === undefined || known.text !== text) return [];
      const here = known.findings.filter(
        ({ location }) => toRange(text, location.range).intersection(range) !== undefined,
      );
      const offered = new Map<string, vscode.CodeAction>();
      for (const finding of here) {
        const told = diagnostics.filter(({ code }) => code === finding.rule);
        const accept = acceptHere(finding, scriptOf(file, text));
        for (const fix of [finding.fix, accept]) {
          // Of statements that are written in one place, each has the same.
          if (fix !== undefined) offered.set(JSON.stringify(fix), toAction(fix, document, told));
        }
      }
      return [...offered.values()];
    },
  };
}

function toAction(
  { title, edits }: Fix,
  document: vscode.TextDocument,
  diagnostics: vscode.Diagnostic[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = diagnostics;
  action.edit = new vscode.WorkspaceEdit();
  for (const { range, newText } of edits)
    action.edit.replace(document.uri, toRange(document.getText(), range), newText);
  return action;
}
