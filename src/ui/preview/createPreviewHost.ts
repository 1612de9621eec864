/** Answers the preview panel: from the engine, and from VS Code. */
import * as vscode from 'vscode';
import { alembicSql } from '../../adapters/alembicSql.ts';
import type { Log } from '../../app/ports.ts';
import { type CodeFiles, Previews } from '../../app/previews.ts';
import type { ProjectState } from '../../app/state.ts';
import type { Workspace } from '../../app/workspace.ts';
import { markdownFormat } from '../../core/preview/formats/markdownFormat.ts';
import { sqlFormat } from '../../core/preview/formats/sqlFormat.ts';
import type { PreviewQuestion } from '../../core/preview/question.ts';
import { environmentsOf, projectSettingOf } from '../../core/settings.ts';
import { toRange } from '../editor/ranges.ts';
import { runSafely } from '../run.ts';
import type { SqlDocuments } from '../sqlDocuments.ts';
import { requireTrust } from '../trust.ts';
import type { PreviewHost } from './previewHost.ts';

export interface HostParts {
  readonly workspace: Workspace;
  readonly models: CodeFiles;
  readonly log: Log;
  readonly documents: SqlDocuments;
}

export function createPreviewHost({ workspace, models, log, documents }: HostParts): PreviewHost {
  const previews = new Previews(workspace, models);
  const projectOf = ({ projectId }: Pick<PreviewQuestion, 'projectId'>): ProjectState | undefined =>
    workspace.state.projects.find(({ project }) => project.id === projectId);
  const commandOf = (question: PreviewQuestion): string | undefined => {
    const project = projectOf(question)?.project;
    if (project?.convention !== 'alembic' || !vscode.workspace.isTrusted) return undefined;
    return projectSettingOf(workspace.settings, project.name).alembic;
  };
  return {
    preview: (question, signal) => previews.preview(question, signal),
    rehearse: (question, onProgress, signal) => previews.rehearse(question, onProgress, signal),
    offers: (question) => ({
      rehearse: question.kind !== 'stamp',
      ...(commandOf(question) !== undefined && { compareWith: 'Alembic' }),
      runInTerminal: question.kind === 'stamp' && isWritable(workspace, projectOf(question), question),
    }),
    sqlOf: sqlFormat,
    markdownOf: (preview) =>
      markdownFormat(preview, (file) => vscode.workspace.asRelativePath(vscode.Uri.file(file))),
    open: async ({ file, range }) => {
      const selection = toRange(workspace.textOf(file), range);
      await vscode.window.showTextDocument(vscode.Uri.file(file), {
        selection,
        viewColumn: vscode.ViewColumn.Beside,
      });
    },
    compareWithTool: async (question, preview, signal) => {
      requireTrust();
      const command = commandOf(question);
      const project = projectOf(question)?.project;
      if (command === undefined || project === undefined) return;
      const { kind: direction, from, to } = preview;
      const asked = { command, folder: project.root, direction, from, to };
      const theirs = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: 'Alembic writes its SQL…' },
        () => alembicSql(asked, signal),
      );
      const both = await workspace.schemas?.sideBySide(sqlFormat(preview), theirs, signal);
      if (both !== undefined) {
        await documents.compare(
          { title: 'Driftline', sql: both.ours },
          { title: 'Alembic', sql: both.theirs },
        );
      }
    },
    runInTerminal: async ({ command, project: name }) => {
      const project = workspace.state.projects.find(({ project: one }) => one.name === name);
      if (command === undefined) return;
      const cwd = project?.project.root;
      const terminal = vscode.window.createTerminal({ name: 'Driftline', ...(cwd !== undefined && { cwd }) });
      terminal.show();
      await promptOf(terminal);
      terminal.sendText(command, false);
    },
    run: (task) => runSafely(log, task),
  };
}

/** A shell shows what is typed before its prompt twice. Not every shell tells when it is ready. */
function promptOf(terminal: vscode.Terminal): Promise<void> {
  return new Promise((resolve) => {
    const ready = () => {
      listener.dispose();
      clearTimeout(patience);
      resolve();
    };
    const listener = vscode.window.onDidChangeTerminalShellIntegration((changed) => {
      if (changed.terminal === terminal) ready();
    });
    const patience = setTimeout(ready, 3000);
  });
}

function isWritable(
  { settings }: Workspace,
  project: ProjectState | undefined,
  { environment }: PreviewQuestion,
): boolean {
  const setting = environmentsOf(settings, project?.project.name ?? '').find(
    ({ name }) => name === environment,
  );
  return setting?.writable === true && !setting.protected;
}
