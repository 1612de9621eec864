/** Two texts of SQL side by side, read-only, in VS Code's own diff editor; forgotten when they are closed. */
import * as vscode from 'vscode';

const SCHEME = 'driftline-sql';

export interface NamedSql {
  /** `Driftline`, `Alembic`. */
  readonly title: string;
  readonly sql: string;
}

export class SqlDocuments implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  #last = 0;

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === SCHEME) this.#texts.delete(uri.toString());
      }),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.#texts.get(uri.toString());
  }

  async compare(left: NamedSql, right: NamedSql): Promise<void> {
    const title = `${left.title} ↔ ${right.title}`;
    await vscode.commands.executeCommand('vscode.diff', this.#take(left), this.#take(right), title);
  }

  #take({ title, sql }: NamedSql): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${title}.sql`, query: String(++this.#last) });
    this.#texts.set(uri.toString(), sql);
    return uri;
  }
}
