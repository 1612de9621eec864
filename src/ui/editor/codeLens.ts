/** Above a revision: where it is applied and where it is pending, and what an upgrade to it would do there. */
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
        const places = placesOf(workspace.state, project, revision);
        const text = placesText(places);
        if (text === '') return [];
        const own = revision.references.find(({ kind }) => kind === 'revision');
        const range = toRange(document.getText(), own?.range);
        const topic = [{ kind: 'revision', project, revision }];
        const lens = (title: string, command: string) =>
          new vscode.CodeLens(range, { title, command: `driftline.${command}`, arguments: topic });
        return [
          lens(text, 'revealInRevisions'),
          ...(places.pending.length === 0 ? [] : [lens('preview the upgrade…', 'previewUpgrade')]),
        ];
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
