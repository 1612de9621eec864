/** Models in the editor, compared with what the migrations make: what is typed is underlined at once. No database. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { setup, suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';

const [folder] = vscode.workspace.workspaceFolders ?? [];
const root = folder?.uri ?? vscode.Uri.file('/');
const models = vscode.Uri.joinPath(root, 'app/models.py');
const env = vscode.Uri.joinPath(root, 'migrations/env.py');

const text = `from sqlalchemy import Integer, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    email: Mapped[str] = mapped_column(Text)
`;

/** Resolves with the first that are as wanted, each time diagnostics change. */
async function diagnosticsOf(
  uri: vscode.Uri,
  isWanted: (all: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  const all = () => vscode.languages.getDiagnostics(uri);
  if (isWanted(all())) return all();
  return new Promise((resolve) => {
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      if (!isWanted(all())) return;
      listener.dispose();
      resolve(all());
    });
  });
}

const write = (uri: vscode.Uri, content: string) =>
  vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));

const codeOf = ({ code }: vscode.Diagnostic): string =>
  String(typeof code === 'object' ? code.value : (code ?? ''));

suite('a model in the editor', () => {
  let document: vscode.TextDocument;

  suiteSetup(async () => {
    await write(models, text);
    await vscode.extensions.getExtension('driftline.driftline')?.activate();
  });

  suiteTeardown(async () => {
    await vscode.workspace.fs.delete(models);
    await diagnosticsOf(env, (all) => all.length === 0);
  });

  setup(async () => {
    document = await vscode.workspace.openTextDocument(models);
    await vscode.window.showTextDocument(document);
  });

  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  test('a table that no model knows is told where the project names its models, and disturbs nobody', async () => {
    const [told] = await diagnosticsOf(env, (all) => all.length > 0);
    equal(vscode.languages.getDiagnostics(env).length, 1);
    equal(
      told?.message,
      'Table orders is there after all migrations, but no model knows it.\nNo revision drops it.',
    );
    equal(told?.severity, vscode.DiagnosticSeverity.Information);
    deepEqual(vscode.languages.getDiagnostics(models).map(codeOf), []);
  });

  test('a wrong type is underlined while it is typed, can be fixed, and is right again when that is undone', async () => {
    await diagnosticsOf(env, (all) => all.length > 0);
    const start = document.getText().lastIndexOf('Text');
    const range = new vscode.Range(document.positionAt(start), document.positionAt(start + 'Text'.length));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(models, range, 'Integer');
    await vscode.workspace.applyEdit(edit);
    const [wrong] = await diagnosticsOf(models, (all) => all.some((one) => codeOf(one) === 'type-mismatch'));
    ok(wrong);
    equal(document.getText(wrong.range), 'Integer');
    ok(wrong.message.startsWith('users.email is text after all migrations; the model says integer.'));

    const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      models,
      wrong.range,
    );
    const titles = actions.map(({ title }) => title);
    const wanted = ['Change the model to text', 'Ignore type-mismatch here'];
    deepEqual(
      wanted.filter((title) => !titles.includes(title)),
      [],
      titles.join('; '),
    );

    await vscode.commands.executeCommand('undo');
    deepEqual(await diagnosticsOf(models, (all) => all.length === 0), []);
  });

  test('where two projects have the same models, each is told with its name', async () => {
    const archive = vscode.Uri.joinPath(root, 'archive');
    const at = (path: string) => vscode.Uri.joinPath(archive, path);
    const create = "op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True))";
    await write(at('alembic.ini'), '[alembic]\nscript_location = migrations\n');
    await write(at('migrations/env.py'), 'from app.models import Base\ntarget_metadata = Base.metadata\n');
    await write(
      at('migrations/versions/first.py'),
      `from alembic import op\nimport sqlalchemy as sa\nrevision = 'first'\ndown_revision = None\n\ndef upgrade():\n    ${create}\n`,
    );
    // Nobody may be told of a file in a folder that is as new.
    await vscode.commands.executeCommand('driftline.refresh');
    const [missing] = await diagnosticsOf(models, (all) => all.length > 0);
    equal(missing?.message.split('\n')[0], 'users.email is missing after all migrations.');
    equal(missing?.source, 'Driftline, archive');
    const lenses = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      models,
    );
    deepEqual(lenses.map(({ command }) => command?.title).sort(), [
      'archive · migrations: 1 unmigrated · no environment was read',
      'shop · migrations: in step · no environment was read',
    ]);
    await vscode.workspace.fs.delete(archive, { recursive: true });
    deepEqual(await diagnosticsOf(models, (all) => all.length === 0), []);
  });
});
