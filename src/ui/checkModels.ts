/** Checks the models again when what they are compared with has changed, and while they are being typed. */
import * as vscode from 'vscode';
import { answerOf, type WorkspaceState } from '../app/state.ts';
import type { Workspace } from '../app/workspace.ts';
import { mayHoldModels } from '../core/models/read/findModels.ts';
import type { Parts } from './activate.ts';
import { runSafely } from './run.ts';
import type { Search } from './search.ts';
import { pathOf } from './settings.ts';

/** Keystrokes that come faster share one check. */
const SETTLE_MS = 30;

export function checkModels(
  { workspace, models, log }: Parts,
  search: Search,
  signal: AbortSignal,
): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  let compared: readonly unknown[] = [];
  let isWanted = false;
  const check = () => {
    clearTimeout(timer);
    if (isWanted) timer = setTimeout(() => void runSafely(log, () => models.check(signal)), SETTLE_MS);
  };
  // Nothing is searched or checked before somebody looks at models.
  const look = (document: vscode.TextDocument | undefined) => {
    if (document === undefined || !isPython(document)) return;
    if (isWanted && models.opened(pathOf(document.uri))) check();
    if (isWanted || !mayHoldModels(document.getText())) return;
    isWanted = true;
    void runSafely(log, async () => {
      await search.once();
      check();
    });
  };
  const files = vscode.workspace.createFileSystemWatcher('**/*.py');
  const changed = (uri: vscode.Uri, isNewOrGone: boolean) => {
    models.filesChanged([pathOf(uri)], isNewOrGone);
    check();
  };
  // What was typed before the last window closed is in no file yet.
  for (const document of vscode.workspace.textDocuments)
    if (document.isDirty && isPython(document)) models.textChanged(pathOf(document.uri), document.getText());
  look(vscode.window.activeTextEditor?.document);
  return vscode.Disposable.from(
    { dispose: () => clearTimeout(timer) },
    files,
    files.onDidChange((uri) => changed(uri, false)),
    files.onDidCreate((uri) => changed(uri, true)),
    files.onDidDelete((uri) => changed(uri, true)),
    vscode.window.onDidChangeActiveTextEditor((editor) => look(editor?.document)),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0 || !isPython(document)) return;
      models.textChanged(pathOf(document.uri), document.getText());
      check();
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (!isPython(document)) return;
      models.textChanged(pathOf(document.uri), undefined);
      check();
    }),
    workspace.onDidChange((state) => {
      const now = comparedWith(workspace, state);
      const isSame = now.length === compared.length && now.every((one, index) => one === compared[index]);
      compared = now;
      isWanted ||= state.environments.some(({ drift }) => drift.kind === 'read');
      if (!isSame && state.search === 'done') check();
    }),
  );
}

const isPython = ({ uri, languageId }: vscode.TextDocument) =>
  uri.scheme === 'file' && languageId === 'python';

/** Whatever decides what a check says, beside the models. */
function comparedWith(
  { settings }: Workspace,
  { projects, environments }: WorkspaceState,
): readonly unknown[] {
  return [
    settings.models,
    settings.ignore,
    ...projects.map(({ graph }) => graph),
    ...environments.map(({ drift }) => answerOf(drift)),
  ];
}
