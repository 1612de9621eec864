/** Places that findings and facts speak of, as the editor's; and which environments they are known of. */
import * as vscode from 'vscode';
import type { ModelsState } from '../../app/models.ts';
import { answerOf, type EnvironmentState, type WorkspaceState } from '../../app/state.ts';
import type { Workspace } from '../../app/workspace.ts';
import type { ModelFinding, ModelReport } from '../../core/models/check/modelFinding.ts';
import type { Location } from '../../core/text/range.ts';
import { pathOf } from '../settings.ts';
import { toRange } from './ranges.ts';

export type TextOf = (file: string) => string | undefined;

/** As files are being edited; each is looked for once. */
export function textsNow(workspace: Workspace): TextOf {
  const texts = new Map<string, string | undefined>();
  return (file) => {
    if (!texts.has(file)) texts.set(file, documentOf(file)?.getText() ?? workspace.textOf(file));
    return texts.get(file);
  };
}

/** Of an open file. */
export function documentOf(file: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'file' && pathOf(uri) === file);
}

export function toLocation({ file, range }: Location, textOf: TextOf): vscode.Location {
  return new vscode.Location(vscode.Uri.file(file), toRange(textOf(file), range));
}

/** A link to a line, for Markdown that is not trusted. */
export function linkTo(location: Location, textOf: TextOf): string {
  const { uri, range } = toLocation(location, textOf);
  return uri.with({ fragment: `L${range.start.line + 1}` }).toString();
}

/**
 * Where findings are shown that no model says, such as a table that none knows: where the project names its models.
 * `undefined`: no file does.
 */
export function homeOf({ projects }: WorkspaceState, projectId: string): Location | undefined {
  const project = projects.find((one) => one.project.id === projectId)?.project;
  const named = project?.facts.find(({ name }) => name === 'target_metadata');
  if (named !== undefined)
    return { file: named.file, ...(named.range !== undefined && { range: named.range }) };
  const file = project?.readFiles.find((path) => path.endsWith('/env.py'));
  return file === undefined ? undefined : { file };
}

/**
 * What has no place of its own, at the one that is given: nobody looks there for anything grave. Where no model was found
 * there is nothing that it could be missing from.
 */
export function withoutPlace(report: ModelReport, home: Location | undefined): readonly ModelFinding[] {
  if (home === undefined || report.tables.length === 0) return [];
  return report.findings.flatMap((finding) => {
    if (finding.location !== undefined) return [];
    return { ...finding, location: home, severity: finding.severity === 'hint' ? 'hint' : 'information' };
  });
}

/** Those whose last answer stands because there is no newer one. */
export function oldEnvironments({ environments }: WorkspaceState, projectId: string): readonly string[] {
  const isOld = ({ status, drift }: EnvironmentState) =>
    answerOf(drift) !== undefined && (status.kind === 'failed' || drift.kind === 'failed');
  return environments.filter((one) => one.projectId === projectId && isOld(one)).map(({ name }) => name);
}

/** The name of a project, to be told where a file holds models of several; nothing where it does not. */
export function sharedModels(models: ModelsState, { projects }: WorkspaceState) {
  const byFile = new Map<string, Set<string>>();
  for (const [projectId, reading] of models)
    for (const { location } of answerOf(reading)?.report.tables ?? [])
      byFile.set(location.file, (byFile.get(location.file) ?? new Set()).add(projectId));
  return (file: string, projectId: string): readonly string[] => {
    if ((byFile.get(file)?.size ?? 0) < 2) return [];
    return projects.filter(({ project }) => project.id === projectId).map(({ project }) => project.name);
  };
}

/** Aborts when the editor does not want the answer any more. */
export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const abort = new AbortController();
  if (token.isCancellationRequested) abort.abort();
  token.onCancellationRequested(() => abort.abort());
  return abort.signal;
}
