/** Compares the live schemas again when the chains or the settings have changed, and lets open documents follow. */
import * as vscode from 'vscode';
import { answerOf, type WorkspaceState } from '../app/state.ts';
import type { Parts } from './activate.ts';
import { runSafely } from './run.ts';
import type { SchemaDocuments } from './schemaDocuments.ts';

/** What is typed comes in bursts; one comparison for each. */
const SETTLE_MS = 400;

export function explainChanges(
  { workspace, log }: Parts,
  schemas: SchemaDocuments,
  signal: AbortSignal,
): vscode.Disposable {
  let graphs = graphsOf(workspace.state);
  let readings = readingsOf(workspace.state);
  let { ignore } = workspace.settings;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const explain = () => {
    running = running.then(() => runSafely(log, () => workspace.explainAgain(signal)));
  };
  const listener = workspace.onDidChange((state) => {
    const now = graphsOf(state);
    const read = readingsOf(state);
    const isOther = now.length !== graphs.length || now.some((graph, index) => graph !== graphs[index]);
    if (isOther || ignore !== workspace.settings.ignore) {
      clearTimeout(timer);
      timer = setTimeout(explain, SETTLE_MS);
    }
    if (isOther || read !== readings) schemas.refresh();
    graphs = now;
    readings = read;
    ({ ignore } = workspace.settings);
  });
  return vscode.Disposable.from(listener, { dispose: () => clearTimeout(timer) });
}

const graphsOf = ({ projects }: WorkspaceState) => projects.map(({ graph }) => graph);

const readingsOf = ({ environments }: WorkspaceState): string =>
  environments.map(({ drift }) => answerOf(drift)?.readAt ?? '').join();
