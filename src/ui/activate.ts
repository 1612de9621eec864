/**
 * Puts the parts together. Nothing is read, searched or asked here: the first view that is shown, or the first
 * script that is opened, starts the search.
 */
import * as vscode from 'vscode';
import type { Models } from '../app/models.ts';
import type { Workspace } from '../app/workspace.ts';
import { BranchDocuments } from './branches.ts';
import { checkModels } from './checkModels.ts';
import { type CommandContext, readAgreed, registerCommands } from './commands.ts';
import type { Consent } from './consent.ts';
import { registerCodeLens } from './editor/codeLens.ts';
import { registerDiagnostics } from './editor/diagnostics.ts';
import { registerModels } from './editor/models.ts';
import { registerRevisionLinks } from './editor/revisionLinks.ts';
import { registerRules } from './editor/rules.ts';
import { registerSchemaHover } from './editor/schemaHover.ts';
import { explainChanges } from './explainChanges.ts';
import { GraphPanels } from './graph/graphPanel.ts';
import type { OutputLog } from './log.ts';
import { pollEnvironments } from './poll.ts';
import { createPreviewHost } from './preview/createPreviewHost.ts';
import { PreviewPanels } from './preview/previewPanel.ts';
import { runSafely } from './run.ts';
import { SchemaDocuments } from './schemaDocuments.ts';
import { Search } from './search.ts';
import { SqlDocuments } from './sqlDocuments.ts';
import { createStatusBar } from './statusBar.ts';
import { EnvironmentTree } from './views/environmentTree.ts';
import { RevisionTree } from './views/revisionTree.ts';
import { watchDisk, watchDocuments, watchSettings } from './watch.ts';

export interface Parts {
  readonly workspace: Workspace;
  readonly models: Models;
  readonly consent: Consent;
  readonly log: OutputLog;
  /** The folder of the extension. */
  readonly extension: vscode.Uri;
}

export function activateParts(parts: Parts): vscode.Disposable {
  const { workspace, models, log } = parts;
  const stop = new AbortController();
  const search = new Search(workspace, log, stop.signal);
  const environments = vscode.window.createTreeView('driftline.environments', {
    treeDataProvider: new EnvironmentTree(workspace),
    showCollapseAll: true,
  });
  const revisions = vscode.window.createTreeView('driftline.revisions', {
    treeDataProvider: new RevisionTree(workspace),
    showCollapseAll: true,
  });
  const branches = new BranchDocuments();
  const schemas = new SchemaDocuments(workspace, stop.signal);
  const documents = new SqlDocuments();
  const previews = new PreviewPanels(
    createPreviewHost({ workspace, models, log, documents }),
    parts.extension,
  );
  const graphs = new GraphPanels({ workspace, log, extension: parts.extension });
  const context: CommandContext = {
    ...parts,
    revisions,
    schemas,
    previews,
    graphs,
    find: search.again,
    findInBranches: branches.find,
    signal: stop.signal,
  };
  let looked = false;
  const firstLook = (event: { readonly visible: boolean }) => {
    if (!event.visible || looked) return;
    looked = true;
    void runSafely(log, async () => {
      await search.once();
      await readAgreed(context);
    });
  };
  firstLook(environments);
  firstLook(revisions);
  return vscode.Disposable.from(
    { dispose: () => stop.abort() },
    environments,
    revisions,
    branches.register(),
    schemas.register(),
    documents.register(),
    previews.register(),
    graphs.register(),
    environments.onDidChangeVisibility(firstLook),
    revisions.onDidChangeVisibility(firstLook),
    registerCommands(context),
    registerDiagnostics(workspace),
    registerRevisionLinks(workspace, search.once),
    registerCodeLens(workspace, search.once),
    registerSchemaHover(workspace, search.once, stop.signal),
    explainChanges(parts, schemas, stop.signal),
    checkModels(parts, search, stop.signal),
    registerModels(parts),
    registerRules(parts, search.once, stop.signal),
    pollEnvironments({ workspace, log, signal: stop.signal, isShown: () => environments.visible }),
    createStatusBar(workspace),
    workspace.onDidChange(() => {
      setContexts(workspace);
      environments.message = hintFor(workspace) ?? '';
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() =>
      runSafely(log, async () => {
        await search.again();
        if (looked) await readAgreed(context);
      }),
    ),
    ...[watchDisk, watchDocuments, watchSettings].map((watch) => watch({ workspace, log, search })),
  );
}

/** What the manifest's `when` clauses ask for. */
function setContexts({ state }: Workspace): void {
  const set = (key: string, value: boolean) =>
    void vscode.commands.executeCommand('setContext', `driftline.${key}`, value);
  set('searched', state.search === 'done');
  set('hasProjects', state.projects.length > 0);
  set('hasEnvironments', state.environments.length > 0 || state.settingsProblems.length > 0);
  set(
    'hasUnread',
    state.environments.some(({ status }) => status.kind === 'notRead'),
  );
}

/** As long as nothing was connected, how to begin. */
function hintFor({ state }: Workspace): string | undefined {
  const isUntouched = state.environments.every(({ status }) => status.kind === 'notRead');
  if (state.environments.length === 0 || !isUntouched) return undefined;
  return vscode.workspace.isTrusted
    ? 'Choose an environment to connect to it, or the plug in this view’s title to connect to all.'
    : 'Nothing connects to a database before you trust this workspace.';
}
