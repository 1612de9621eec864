/** The revision graph of a project: one panel each, drawn again with every change of the workspace. */
import * as vscode from 'vscode';
import { pictureOf } from '../../app/graphPicture.ts';
import type { Workspace } from '../../app/workspace.ts';
import type { RevisionGraphPicture } from '../../core/graph/picture.ts';
import { svgOf } from '../../core/graph/svg.ts';
import type { FromGraph, ToGraph } from '../../core/panels/graphMessages.ts';
import type { OutputLog } from '../log.ts';
import { fileNameOf, saveAs, showPage, webviewOptions } from '../panels/webviewPanel.ts';
import { runSafely } from '../run.ts';

export const graphViewType = 'driftline.graph';

export interface GraphContext {
  readonly workspace: Workspace;
  readonly log: OutputLog;
  /** The folder of the extension. */
  readonly extension: vscode.Uri;
}

export class GraphPanels {
  readonly #context: GraphContext;
  readonly #shown = new Map<string, vscode.WebviewPanel>();
  /** What each was last sent: many changes of a workspace change no picture. */
  readonly #sent = new WeakMap<vscode.WebviewPanel, string>();

  constructor(context: GraphContext) {
    this.#context = context;
  }

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      this.#context.workspace.onDidChange(() => this.#sendAll()),
      vscode.window.registerWebviewPanelSerializer(graphViewType, {
        deserializeWebviewPanel: async (panel, kept) => {
          const { readKeptProject } = await import('../../core/panels/readMessages.ts');
          const projectId = readKeptProject(kept);
          if (projectId === undefined) panel.dispose();
          else this.#adopt(panel, projectId);
        },
      }),
      { dispose: () => [...this.#shown.values()].map((panel) => panel.dispose()) },
    );
  }

  show(projectId: string): void {
    const shown = this.#shown.get(projectId);
    if (shown !== undefined) {
      shown.reveal();
      return;
    }
    const title = `Revisions of ${this.#pictureOf(projectId)?.project ?? 'a project'}`;
    const options = webviewOptions(this.#context.extension);
    this.#adopt(
      vscode.window.createWebviewPanel(graphViewType, title, vscode.ViewColumn.Active, options),
      projectId,
    );
  }

  #adopt(panel: vscode.WebviewPanel, projectId: string): void {
    const { log, extension } = this.#context;
    this.#shown.get(projectId)?.dispose();
    this.#shown.set(projectId, panel);
    panel.onDidDispose(() => {
      if (this.#shown.get(projectId) === panel) this.#shown.delete(projectId);
    });
    panel.webview.onDidReceiveMessage((message: unknown) => {
      void runSafely(log, async () => {
        const { readGraphMessage } = await import('../../core/panels/readMessages.ts');
        const known = readGraphMessage(message);
        if (known !== undefined) await this.#act(known, panel, projectId);
      });
    });
    showPage(panel, extension, 'graph');
  }

  async #act(message: FromGraph, panel: vscode.WebviewPanel, projectId: string): Promise<void> {
    const picture = this.#pictureOf(projectId);
    if (picture === undefined) return;
    switch (message.kind) {
      case 'ready':
        this.#sent.delete(panel);
        return this.#send(panel, picture);
      case 'open': {
        const file = picture.nodes.find(({ id }) => id === message.revision)?.file;
        if (file !== undefined) await vscode.window.showTextDocument(vscode.Uri.file(file));
        return;
      }
      case 'saveSvg': {
        const name = `${fileNameOf(['revisions', picture.project])}.svg`;
        await saveAs(name, { SVG: ['svg'] }, svgOf(picture, message.environment));
        return;
      }
    }
  }

  #sendAll(): void {
    for (const [projectId, panel] of this.#shown) {
      const picture = this.#pictureOf(projectId);
      if (picture !== undefined) this.#send(panel, picture);
    }
  }

  #send(panel: vscode.WebviewPanel, picture: RevisionGraphPicture): void {
    const text = JSON.stringify(picture);
    if (this.#sent.get(panel) === text) return;
    this.#sent.set(panel, text);
    panel.title = `Revisions of ${picture.project}`;
    void panel.webview.postMessage({ kind: 'picture', picture } satisfies ToGraph);
  }

  #pictureOf(projectId: string): RevisionGraphPicture | undefined {
    const { state } = this.#context.workspace;
    const project = state.projects.find((one) => one.project.id === projectId);
    return project && pictureOf(state, project);
  }
}
