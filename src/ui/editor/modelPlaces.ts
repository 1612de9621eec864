/** Places that findings and facts speak of, as the editor's; and which environments they are known of. */
import * as vscode from 'vscode';
import { answerOf, type EnvironmentState, type WorkspaceState } from '../../app/state.ts';
import type { Workspace } from '../../app/workspace.ts';
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

/** Those whose last answer stands because there is no newer one. */
export function oldEnvironments({ environments }: WorkspaceState, projectId: string): readonly string[] {
  const isOld = ({ status, drift }: EnvironmentState) =>
    answerOf(drift) !== undefined && (status.kind === 'failed' || drift.kind === 'failed');
  return environments.filter((one) => one.projectId === projectId && isOld(one)).map(({ name }) => name);
}

/** Aborts when the editor does not want the answer any more. */
export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const abort = new AbortController();
  if (token.isCancellationRequested) abort.abort();
  token.onCancellationRequested(() => abort.abort());
  return abort.signal;
}
