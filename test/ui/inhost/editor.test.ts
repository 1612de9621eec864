/** Revisions in the editor: where ids lead, what they tell, and what is wrong with the chain as it is typed. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import path from 'node:path';
import { setup, suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';

const [folder] = vscode.workspace.workspaceFolders ?? [];
const versions = vscode.Uri.joinPath(folder?.uri ?? vscode.Uri.file('/'), 'migrations/versions');
const two = vscode.Uri.joinPath(versions, 'two_orders.py');
const three = vscode.Uri.joinPath(versions, 'three_more.py');

/** The place of `text` in the document, one character in. */
function inside(document: vscode.TextDocument, text: string): vscode.Position {
  return document.positionAt(document.getText().indexOf(text) + 1);
}

/** What rules say is not about the chain: `rules.test.ts`. */
const ofRules: ReadonlySet<unknown> = new Set(['set-not-null-scan']);

/** Resolves with the first answer that is not empty, each time something in the editor changed. */
async function diagnosticsOf(
  uri: vscode.Uri,
  isWanted: (codes: readonly string[]) => boolean,
): Promise<readonly string[]> {
  const codes = () =>
    vscode.languages
      .getDiagnostics(uri)
      .filter(({ code }) => !ofRules.has(code))
      .map(({ code }) => String(code));
  if (isWanted(codes())) return codes();
  return new Promise((resolve) => {
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      if (!isWanted(codes())) return;
      listener.dispose();
      resolve(codes());
    });
  });
}

suite('a revision in the editor', () => {
  let document: vscode.TextDocument;

  // Opening a script activates the extension too, but nobody waits for that.
  suiteSetup(() => vscode.extensions.getExtension('driftline.driftline')?.activate());

  setup(async () => {
    document = await vscode.workspace.openTextDocument(two);
    await vscode.window.showTextDocument(document);
  });

  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  test('go to definition on down_revision opens the script that declares it', async () => {
    const links = await vscode.commands.executeCommand<readonly (vscode.LocationLink | vscode.Location)[]>(
      'vscode.executeDefinitionProvider',
      two,
      inside(document, '"one"'),
    );
    const targets = links.map((link) => ('targetUri' in link ? link.targetUri : link.uri));
    deepEqual(
      targets.map((uri) => path.basename(uri.fsPath)),
      ['one_users.py'],
    );
  });

  test('a hover on a revision id tells what it is', async () => {
    const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
      'vscode.executeHoverProvider',
      two,
      inside(document, '"one"'),
    );
    const text = hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (typeof content === 'string' ? content : content.value))
      .join('\n');
    ok(text.includes('users') && text.includes('first of its chain'), text);
  });

  test('a parent that does not exist is underlined while it is typed, and no more when that is undone', async () => {
    const range = new vscode.Range(
      document.positionAt(document.getText().indexOf('"one"') + 1),
      document.positionAt(document.getText().indexOf('"one"') + 4),
    );
    const edit = new vscode.WorkspaceEdit();
    edit.replace(two, range, 'gone');
    await vscode.workspace.applyEdit(edit);
    await diagnosticsOf(two, (codes) => codes.includes('missing-parent'));
    const [missing] = vscode.languages.getDiagnostics(two).filter(({ code }) => code === 'missing-parent');
    ok(missing);
    equal(document.getText(missing.range).replaceAll('"', ''), 'gone');
    await vscode.commands.executeCommand('undo');
    deepEqual(await diagnosticsOf(two, (codes) => codes.length === 0), []);
  });

  test('a script that appears on disk joins the chain, and its removal leaves it', async () => {
    const text = document.getText().replace('revision = "two"', 'revision = "three"');
    await vscode.workspace.fs.writeFile(three, new TextEncoder().encode(text));
    try {
      deepEqual(await diagnosticsOf(two, (codes) => codes.length > 0), ['several-heads']);
    } finally {
      await vscode.workspace.fs.delete(three);
    }
    deepEqual(await diagnosticsOf(two, (codes) => codes.length === 0), []);
  });
});
