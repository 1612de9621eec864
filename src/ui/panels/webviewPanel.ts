/** A panel with a page of ours in it: what it may load, and nothing that may run besides. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { panelHtml } from './panelHtml.ts';

/** Where the pages of all panels lie. */
const folder = ['dist', 'webview'];

export function webviewOptions(extension: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    enableCommandUris: false,
    enableForms: false,
    localResourceRoots: [vscode.Uri.joinPath(extension, ...folder)],
  };
}

/** @param name Of the bundle and its style sheet. */
export function showPage(panel: vscode.WebviewPanel, extension: vscode.Uri, name: string): void {
  const { webview, title } = panel;
  const address = (file: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, ...folder, file)).toString();
  webview.options = webviewOptions(extension);
  webview.html = panelHtml({
    title,
    script: address(`${name}.js`),
    style: address(`${name}.css`),
    cspSource: webview.cspSource,
    nonce: randomBytes(18).toString('base64'),
  });
}

/** Asks where, and writes it there; `undefined`: the user thought better of it. */
export async function saveAs(
  name: string,
  filters: Readonly<Record<string, string[]>>,
  text: string,
): Promise<vscode.Uri | undefined> {
  const workspace = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = await vscode.window.showSaveDialog({
    filters,
    ...(workspace === undefined ? {} : { defaultUri: vscode.Uri.joinPath(workspace, name) }),
  });
  if (file !== undefined) await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  return file;
}

/** Of words that may hold anything: `upgrade-production-20260131_0000`. */
export function fileNameOf(words: readonly string[]): string {
  return words.join('-').replace(/[^\p{L}\p{N}._-]+/gu, '_');
}
