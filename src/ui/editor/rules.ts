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

export function registerRules(
  { workspace, log }: { readonly workspace: Workspace; readonly log: Log },
  ready: Ready,
  signal: AbortSignal,
): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('driftline.rules');
  const found = new Map<string, readonly RuleFinding[]>();
  let timer: NodeJS.Timeout | undefined;
  const check = async () => {
    const documents = vscode.window.visibleTextEditors
      .map(({ document }) => document)
      .filter((document) => vscode.languages.match(selector, document) > 0);
    if (documents.length === 0) return;
    await ready();
    for (const document of documents) {
      const { version } = document;
      const findings = await findingsIn(workspace, pathOf(document.uri), signal);
      if (document.version !== version) continue;
      found.set(pathOf(document.uri), findings);
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
    vscode.window.onDidChangeVisibleTextEditors(soon),
    vscode.workspace.onDidChangeTextDocument(({ contentChanges }) => {
      if (contentChanges.length > 0) soon();
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      found.delete(pathOf(uri));
      collection.delete(uri);
    }),
    vscode.languages.registerCodeActionsProvider(selector, fixesOf(found), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
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
  const range = toRange(document.getText(), location.range);
  const diagnostic = new vscode.Diagnostic(range, message, SEVERITIES[severity]);
  diagnostic.source = 'Driftline';
  diagnostic.code = rule;
  return diagnostic;
}

function fixesOf(found: ReadonlyMap<string, readonly RuleFinding[]>): vscode.CodeActionProvider {
  return {
    provideCodeActions(document, range, { diagnostics }) {
      const file = pathOf(document.uri);
      const text = document.getText();
      const here = (found.get(file) ?? []).filter(
        ({ location }) => toRange(text, location.range).intersection(range) !== undefined,
      );
      return here.flatMap((finding) => {
        const told = diagnostics.filter(({ code }) => code === finding.rule);
        const accept = acceptHere(finding, scriptOf(file, text));
        return [finding.fix, accept].flatMap((fix) => {
          if (fix === undefined) return [];
          const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
          action.diagnostics = told;
          action.edit = new vscode.WorkspaceEdit();
          for (const edit of fix.edits)
            action.edit.replace(document.uri, toRange(text, edit.range), edit.newText);
          return [action];
        });
      });
    },
  };
}
