/** *Find in Other Branches*: the script of a revision that only the database knows, from another branch, to read. */
import * as vscode from 'vscode';
import type { BranchFile } from '../adapters/gitBranches.ts';
import { requireTrust } from './trust.ts';
import type { EnvironmentNode } from './views/environmentTree.ts';

const SCHEME = 'driftline-branch';

/** Read-only documents: text that lies in git, not on disk. */
export class BranchDocuments implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();

  register(): vscode.Disposable {
    return vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.#texts.get(uri.toString());
  }

  readonly find = async ({ id, overview }: EnvironmentNode & { readonly kind: 'unknown' }): Promise<void> => {
    requireTrust();
    const { project } = overview.project;
    const files = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `Looking for ${id} in other branches…`,
        cancellable: true,
      },
      async (_progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        const [{ findInBranches }, { loadPython }] = await Promise.all([
          import('../adapters/gitBranches.ts'),
          import('../adapters/treeSitter.ts'),
        ]);
        return findInBranches(project, id, await loadPython(), abort.signal);
      },
    );
    if (files.length === 0) {
      await vscode.window.showInformationMessage(
        `No branch of this repository has a script for ${id}. Fetch, or ask who migrated ${overview.environment.name}.`,
      );
      return;
    }
    const picked = await vscode.window.showQuickPick(
      files.map((file) => ({
        label: file.branch,
        description: file.commit.slice(0, 8),
        detail: file.path,
        file,
      })),
      { title: `Revision ${id}`, placeHolder: 'Open the script as it is in…' },
    );
    if (picked !== undefined) await this.#show(picked.file);
  };

  async #show({ commit, path, text }: BranchFile): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${commit}/${path}` });
    this.#texts.set(uri.toString(), text);
    await vscode.window.showTextDocument(uri, { preview: true });
  }
}
