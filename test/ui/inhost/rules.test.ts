/** Rules about migrations in the editor: what would hold up others is underlined while it is typed, with its safer form. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { setup, suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';

const [folder] = vscode.workspace.workspaceFolders ?? [];
const two = vscode.Uri.joinPath(folder?.uri ?? vscode.Uri.file('/'), 'migrations/versions/two_orders.py');
const rule = 'set-not-null-scan';

/** What the rule says, once there is this much of it. */
async function findings(count: number): Promise<readonly vscode.Diagnostic[]> {
  const now = () => vscode.languages.getDiagnostics(two).filter(({ code }) => code === rule);
  if (now().length === count) return now();
  return new Promise((resolve) => {
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      if (now().length !== count) return;
      listener.dispose();
      resolve(now());
    });
  });
}

async function actionsAt(range: vscode.Range): Promise<readonly vscode.CodeAction[]> {
  const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    two,
    range,
  );
  return actions.filter(({ title }) => title.startsWith('Prove') || title.startsWith('Accept'));
}

async function apply(edit: vscode.WorkspaceEdit | undefined): Promise<void> {
  ok(edit);
  ok(await vscode.workspace.applyEdit(edit));
}

suite('rules about migrations', () => {
  let document: vscode.TextDocument;

  suiteSetup(() => vscode.extensions.getExtension('driftline.driftline')?.activate());

  setup(async () => {
    document = await vscode.workspace.openTextDocument(two);
    await vscode.window.showTextDocument(document);
  });

  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  test('the safer form is offered where a statement is underlined, and ends that', async () => {
    const [found] = await findings(1);
    ok(found);
    equal(document.getText(found.range), "op.alter_column('users', 'email', nullable=False)");
    const actions = await actionsAt(found.range);
    deepEqual(
      actions.map(({ title }) => title),
      ['Prove with a CHECK that no row is NULL, then SET NOT NULL', `Accept ${rule} here, with a reason`],
    );
    await apply(actions[0]?.edit);
    ok(document.getText().includes('NOT VALID'));
    await findings(0);
  });

  test('text above moves what is underlined, and accepting it there ends it', async () => {
    await findings(1);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(two, new vscode.Position(0, 0), '# A line more.\n');
    await apply(edit);
    const moved = document.positionAt(document.getText().indexOf("op.alter_column('users'"));
    const isThere = () =>
      vscode.languages
        .getDiagnostics(two)
        .find(({ code, range }) => code === rule && range.start.isEqual(moved));
    await new Promise<void>((resolve) => {
      const look = () => {
        if (isThere() === undefined) return;
        listener.dispose();
        resolve();
      };
      const listener = vscode.languages.onDidChangeDiagnostics(look);
      look();
    });
    const accept = (await actionsAt(new vscode.Range(moved, moved))).find(({ title }) =>
      title.startsWith('Accept'),
    );
    await apply(accept?.edit);
    await findings(0);
  });
});
