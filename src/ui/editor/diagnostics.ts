/** Problems of chains and configurations, in the files they are in. */
import * as vscode from 'vscode';
import type { Workspace } from '../../app/workspace.ts';
import type { Problem } from '../../core/text/read.ts';
import { toRange } from './ranges.ts';

const SEVERITIES: Record<Problem['severity'], vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

export function registerDiagnostics(workspace: Workspace): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('driftline');
  let shown: readonly Problem[] = [];
  const draw = () => {
    const problems = workspace.state.projects.flatMap((project) => project.problems);
    if (problems.length === shown.length && problems.every((problem, index) => problem === shown[index]))
      return;
    shown = problems;
    collection.clear();
    for (const file of new Set(problems.map((problem) => problem.file))) {
      const text = workspace.textOf(file);
      const ofFile = problems.filter((problem) => problem.file === file);
      collection.set(
        vscode.Uri.file(file),
        ofFile.map((problem) => toDiagnostic(problem, text)),
      );
    }
  };
  return vscode.Disposable.from(collection, workspace.onDidChange(draw));
}

function toDiagnostic(
  { code, severity, message, range }: Problem,
  text: string | undefined,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(text, range), message, SEVERITIES[severity]);
  diagnostic.source = 'Driftline';
  diagnostic.code = code;
  return diagnostic;
}
