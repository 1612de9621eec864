/** What the scripts make of the schema, in the editor: the history of a name, and schemas as documents. No database. */
import { deepEqual, ok } from 'node:assert/strict';
import { setup, suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';

const [folder] = vscode.workspace.workspaceFolders ?? [];
const root = folder?.uri ?? vscode.Uri.file('/');
const two = vscode.Uri.joinPath(root, 'migrations/versions/two_orders.py');

const users = `CREATE TABLE public.users (
  id integer NOT NULL DEFAULT nextval('public.users_id_seq'::regclass),
  email text,
`;

/** Of the document, once it is as wanted. */
async function textOf(document: vscode.TextDocument, isWanted: (text: string) => boolean): Promise<string> {
  if (isWanted(document.getText())) return document.getText();
  return new Promise((resolve) => {
    const listener = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document !== document || !isWanted(document.getText())) return;
      listener.dispose();
      resolve(document.getText());
    });
  });
}

function schemaAt(...revisions: readonly string[]): vscode.Uri {
  const projectId = vscode.Uri.joinPath(root, 'alembic.ini').fsPath;
  const query = JSON.stringify({ kind: 'revisions', projectId, revisions });
  return vscode.Uri.from({ scheme: 'driftline-schema', path: '/schema.sql', query });
}

async function hoverOn(document: vscode.TextDocument, text: string): Promise<string> {
  const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    document.positionAt(document.getText().indexOf(text) + 1),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

suite('schemas of revisions', () => {
  let document: vscode.TextDocument;

  suiteSetup(() => vscode.extensions.getExtension('driftline.driftline')?.activate());

  setup(async () => {
    document = await vscode.workspace.openTextDocument(two);
    await vscode.window.showTextDocument(document);
  });

  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  test('what is typed here is saved by nobody else: a test can take it back', () => {
    deepEqual(vscode.workspace.getConfiguration('files').get('autoSave'), 'off');
  });

  test('a hover on a column tells which revisions made it what it is', async () => {
    const text = await hoverOn(document, 'email');
    const at = ['**users\\.email**', '`one` users: creates users\\.email', '`two`', 'not null'].map((part) =>
      text.indexOf(part),
    );
    ok(
      at.every((place, index) => place >= 0 && (index === 0 || place > (at[index - 1] ?? 0))),
      text,
    );
  });

  test('a hover on a table tells where it was created, one on any other word nothing', async () => {
    const text = await hoverOn(document, "orders', sa");
    ok(text.includes('creates orders'), text);
    deepEqual(await hoverOn(document, 'upgrade'), '');
  });

  test('the schema after a revision is a document', async () => {
    const schema = await vscode.workspace.openTextDocument(schemaAt('one'));
    deepEqual(schema.languageId, 'sql');
    ok(schema.getText().includes(users), schema.getText());
    ok(!schema.getText().includes('orders'), schema.getText());
  });

  test('an open one follows what is typed into a script', async () => {
    const schema = await vscode.workspace.openTextDocument(schemaAt('two'));
    await vscode.window.showTextDocument(schema, { viewColumn: vscode.ViewColumn.Beside });
    ok(schema.getText().includes('CREATE TABLE public.orders'), schema.getText());
    const edit = new vscode.WorkspaceEdit();
    const place = document.positionAt(document.getText().indexOf("'orders', sa") + 1);
    edit.replace(two, new vscode.Range(place, place.translate(0, 'orders'.length)), 'purchases');
    await vscode.workspace.applyEdit(edit);
    try {
      await textOf(schema, (text) => text.includes('CREATE TABLE public.purchases'));
    } finally {
      await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
      ok(document.isDirty, 'It was saved by itself.');
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
    await textOf(schema, (text) => text.includes('CREATE TABLE public.orders'));
  });
});
