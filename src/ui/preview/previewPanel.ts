/**
 * The preview panels: one for each environment and kind of question, shown again where it is there already.
 *
 * What a preview says is the host's affair, and how it looks is the page's (src/webview/preview).
 */
import * as vscode from 'vscode';
import { type PreviewQuestion, questionTitle } from '../../core/preview/question.ts';
import { showPage, webviewOptions } from '../panels/webviewPanel.ts';
import type { PreviewHost } from './previewHost.ts';
import { PreviewSession } from './previewSession.ts';

export const previewViewType = 'driftline.preview';

export class PreviewPanels {
  readonly #host: PreviewHost;
  readonly #extension: vscode.Uri;
  readonly #shown = new Map<string, Shown>();

  /** @param extension The folder of the extension. */
  constructor(host: PreviewHost, extension: vscode.Uri) {
    this.#host = host;
    this.#extension = extension;
  }

  /** Panels that were open when the window was closed come back, and ask again. */
  register(): vscode.Disposable {
    return vscode.Disposable.from(
      vscode.window.registerWebviewPanelSerializer(previewViewType, {
        deserializeWebviewPanel: async (panel, kept) => {
          const { readKeptQuestion } = await import('../../core/panels/readMessages.ts');
          const question = readKeptQuestion(kept);
          if (question === undefined) panel.dispose();
          else this.#adopt(panel, question);
        },
      }),
      { dispose: () => [...this.#shown.values()].map(({ panel }) => panel.dispose()) },
    );
  }

  show(question: PreviewQuestion): void {
    const shown = this.#shown.get(keyOf(question));
    if (shown !== undefined) {
      shown.panel.reveal();
      shown.session.ask(question);
      return;
    }
    const options = { ...webviewOptions(this.#extension), enableFindWidget: true };
    const title = questionTitle(question);
    this.#adopt(
      vscode.window.createWebviewPanel(previewViewType, title, vscode.ViewColumn.Active, options),
      question,
    );
  }

  #adopt(panel: vscode.WebviewPanel, question: PreviewQuestion): void {
    const key = keyOf(question);
    this.#shown.get(key)?.panel.dispose();
    const session = new PreviewSession(this.#host, {
      post: (message) => void panel.webview.postMessage(message),
      show: (next) => this.show(next),
    });
    this.#shown.set(key, { panel, session });
    panel.webview.onDidReceiveMessage((message: unknown) => session.receive(message));
    panel.onDidDispose(() => {
      session.dispose();
      if (this.#shown.get(key)?.panel === panel) this.#shown.delete(key);
    });
    showPage(panel, this.#extension, 'preview');
    session.ask(question);
  }
}

interface Shown {
  readonly panel: vscode.WebviewPanel;
  readonly session: PreviewSession;
}

function keyOf({ projectId, environment, kind }: PreviewQuestion): string {
  return JSON.stringify([projectId, environment, kind]);
}
