/** Keeps the workspace up to date with what happens on disk, in open documents and in the settings. */
import * as vscode from 'vscode';
import type { Log } from '../app/ports.ts';
import type { Workspace } from '../app/workspace.ts';
import { allConventions } from '../core/migration/allConventions.ts';
import { baseName } from '../core/text/path.ts';
import { runSafely } from './run.ts';
import type { Search } from './search.ts';
import { pathOf } from './settings.ts';
import { takeSettings } from './takeSettings.ts';

/** File events come in bursts: a checkout, a build. One answer for each burst. */
const SETTLE_MS = 200;

export interface Watched {
  readonly workspace: Workspace;
  readonly log: Log;
  readonly search: Search;
}

export function watchDisk({ workspace, log, search }: Watched): vscode.Disposable {
  const files = vscode.workspace.createFileSystemWatcher('**/*.{py,sql,ini,toml,conf}');
  // A folder that is deleted is told of itself, not with the files in it.
  const folders = vscode.workspace.createFileSystemWatcher('**', true, true, false);
  let changed = new Set<string>();
  let mustFind = false;
  let timer: NodeJS.Timeout | undefined;
  const settle = () => {
    const scripts = [...changed];
    const searchAgain = mustFind;
    changed = new Set();
    mustFind = false;
    void runSafely(log, () => (searchAgain ? search.again() : workspace.scriptsChanged(scripts)));
  };
  const note = (uri: vscode.Uri, isNewOrGone: boolean) => {
    if (!search.hasStarted) return;
    const file = pathOf(uri);
    if (workspace.isScript(file)) changed.add(file);
    else if (workspace.state.search === 'running' || mayDeclare(workspace, file, isNewOrGone))
      mustFind = true;
    else return;
    clearTimeout(timer);
    timer = setTimeout(settle, SETTLE_MS);
  };
  return vscode.Disposable.from(
    files,
    folders,
    files.onDidChange((uri) => note(uri, false)),
    files.onDidCreate((uri) => note(uri, true)),
    files.onDidDelete((uri) => note(uri, true)),
    folders.onDidDelete((uri) => {
      if (!workspace.hasFilesIn(pathOf(uri))) return;
      mustFind = true;
      clearTimeout(timer);
      timer = setTimeout(settle, SETTLE_MS);
    }),
    { dispose: () => clearTimeout(timer) },
  );
}

/** A configuration can become one by an edit; of SQL files there are too many, so they must be new or gone. */
function mayDeclare(workspace: Workspace, file: string, isNewOrGone: boolean): boolean {
  if (workspace.declaresProject(file)) return true;
  const isMarker = allConventions.some((convention) => convention.isMarker(baseName(file)));
  return isMarker && (isNewOrGone || !file.endsWith('.sql'));
}

/** What is typed counts at once; what is closed without saving counts no more. */
export function watchDocuments({ workspace, log }: Pick<Watched, 'workspace' | 'log'>): vscode.Disposable {
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

export function watchSettings({ workspace, log, search }: Watched): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('driftline')) void runSafely(log, () => takeSettings(workspace));
      if (event.affectsConfiguration('files.exclude') && search.hasStarted) {
        void runSafely(log, search.again);
      }
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => {
      if (search.hasStarted) void runSafely(log, search.again);
    }),
  );
}
