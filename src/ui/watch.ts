/** Keeps the workspace up to date with what happens on disk, in open documents and in the settings. */
import * as vscode from 'vscode';
import type { Log } from '../app/ports.ts';
import type { Workspace } from '../app/workspace.ts';
import { allConventions } from '../core/migration/allConventions.ts';
import { baseName } from '../core/text/path.ts';
import { runSafely } from './run.ts';
import { pathOf } from './settings.ts';
import { takeSettings } from './takeSettings.ts';

/** File events come in bursts: a checkout, a build. One answer for each burst. */
const SETTLE_MS = 200;

export interface Watched {
  readonly workspace: Workspace;
  readonly log: Log;
  readonly find: () => Promise<void>;
}

export function watchDisk({ workspace, log, find }: Watched): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher('**/*.{py,sql,ini,toml,conf,env}');
  let changed = new Set<string>();
  let mustFind = false;
  let timer: NodeJS.Timeout | undefined;
  const settle = () => {
    const files = [...changed];
    const searchAgain = mustFind;
    changed = new Set();
    mustFind = false;
    void runSafely(log, () => (searchAgain ? find() : workspace.scriptsChanged(files)));
  };
  const note = (uri: vscode.Uri, isNewOrGone: boolean) => {
    if (workspace.state.search === 'notStarted') return;
    const file = pathOf(uri);
    const isMarker = allConventions.some((convention) => convention.isMarker(baseName(file)));
    if (workspace.isScript(file)) changed.add(file);
    else if (workspace.declaresProject(file) || (isNewOrGone && isMarker)) mustFind = true;
    else return;
    clearTimeout(timer);
    timer = setTimeout(settle, SETTLE_MS);
  };
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange((uri) => note(uri, false)),
    watcher.onDidCreate((uri) => note(uri, true)),
    watcher.onDidDelete((uri) => note(uri, true)),
    { dispose: () => clearTimeout(timer) },
  );
}

/** What is typed counts at once; what is closed without saving counts no more. */
export function watchDocuments({ workspace, log }: Watched): vscode.Disposable {
  const isOurs = ({ uri }: vscode.TextDocument) => uri.scheme === 'file' && workspace.isScript(pathOf(uri));
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0 || !isOurs(document)) return;
      void runSafely(log, () => workspace.textChanged(pathOf(document.uri), document.getText()));
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (isOurs(document)) void runSafely(log, () => workspace.textChanged(pathOf(document.uri), undefined));
    }),
  );
}

export function watchSettings({ workspace, log, find }: Watched): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('driftline')) void runSafely(log, () => takeSettings(workspace));
      if (event.affectsConfiguration('files.exclude') && workspace.state.search !== 'notStarted') {
        void runSafely(log, find);
      }
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => {
      if (workspace.state.search !== 'notStarted') void runSafely(log, find);
    }),
  );
}
