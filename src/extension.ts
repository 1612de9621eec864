/** The extension's entry: creates the workspace and hands it to the parts of `ui`. */
import type * as vscode from 'vscode';
import { createModels, createWorkspace, schemasInThread } from './createWorkspace.ts';
import { activateParts } from './ui/activate.ts';
import { Consent } from './ui/consent.ts';
import { createLog } from './ui/log.ts';
import { searchRoots } from './ui/settings.ts';
import { requireTrust } from './ui/trust.ts';

export function activate(context: vscode.ExtensionContext): void {
  const log = createLog();
  const consent = new Consent(context);
  const workspace = createWorkspace({
    blocking: false,
    chainsOnly: false,
    schemas: schemasInThread(),
    folders: () => searchRoots().map(({ folder }) => folder),
    requireTrust,
    storedPassword: (secretKey) => consent.storedPassword(secretKey),
    permit: consent.permit,
    askPassword: consent.askPassword,
    keepPassword: consent.keepPassword,
    log,
  });
  const models = createModels(workspace, { blocking: false, log });
  const engine = { dispose: () => workspace.schemas?.dispose() };
  context.subscriptions.push(
    log,
    activateParts({ workspace, models, consent, log, extension: context.extensionUri }),
    engine,
  );
}
