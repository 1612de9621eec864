/** The extension starts in a real VS Code and does what its manifest says. Leaves out what needs a database. */
import { deepEqual, ok } from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';

interface Manifest {
  readonly contributes?: { readonly commands?: readonly { readonly command: string }[] };
}

const id = 'driftline.driftline';

suite('the extension', () => {
  test('is installed and activates', async () => {
    const extension = vscode.extensions.getExtension(id);
    ok(extension, `${id} is not installed.`);
    await extension.activate();
    ok(extension.isActive);
  });

  test('registers every command of its manifest', async () => {
    const manifest: Manifest | undefined = vscode.extensions.getExtension(id)?.packageJSON;
    const contributed = manifest?.contributes?.commands?.map(({ command }) => command) ?? [];
    ok(contributed.length > 0, 'The manifest contributes no command.');
    const registered = new Set(await vscode.commands.getCommands(true));
    deepEqual(
      contributed.filter((command) => !registered.has(command)),
      [],
    );
  });
});
