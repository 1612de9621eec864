/** Above a revision: where it is applied and where it is pending. */
import * as vscode from 'vscode';
import { placesOf, placesText, revisionsIn } from '../../app/overview.ts';
import type { Workspace } from '../../app/workspace.ts';
import { pathOf } from '../settings.ts';
import { toRange } from './ranges.ts';
import type { Ready } from './revisionLinks.ts';

export function registerCodeLens(workspace: Workspace, ready: Ready): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    async provideCodeLenses(document) {
      await ready();
      return revisionsIn(workspace.state, pathOf(document.uri)).flatMap(({ project, revision }) => {
        const text = placesText(placesOf(workspace.state, project, revision));
        if (text === '') return [];
        const own = revision.references.find(({ kind }) => kind === 'revision');
        const range = toRange(document.getText(), own?.range);
        const command = {
          title: text,
          command: 'driftline.revealInRevisions',
          arguments: [{ project, revision }],
        };
        return [new vscode.CodeLens(range, command)];
      });
    },
  };
  return vscode.Disposable.from(
    changed,
    workspace.onDidChange(() => changed.fire()),
    vscode.languages.registerCodeLensProvider(
      [
        { language: 'python', scheme: 'file' },
        { language: 'sql', scheme: 'file' },
      ],
      provider,
    ),
  );
}
