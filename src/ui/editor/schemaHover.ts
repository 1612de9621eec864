/** On the name of a table or a column in a script: what became of it over the revisions. */
import * as vscode from 'vscode';
import { revisionsIn } from '../../app/overview.ts';
import type { ProjectState } from '../../app/state.ts';
import type { Workspace } from '../../app/workspace.ts';
import type { HistoryEvent, ObjectHistory } from '../../core/drift/history.ts';
import { effectText } from '../../core/drift/words.ts';
import { titleOf } from '../../core/migration/revision.ts';
import { code, markdown, plain } from '../markdown.ts';
import { pathOf } from '../settings.ts';
import { toRange } from './ranges.ts';
import type { Ready } from './revisionLinks.ts';

/** Of one revision; a table is created with more than anybody reads in a hover. */
const EFFECTS_SHOWN = 4;

export function registerSchemaHover(
  workspace: Workspace,
  ready: Ready,
  signal: AbortSignal,
): vscode.Disposable {
  const selector = [
    { language: 'python', scheme: 'file' },
    { language: 'sql', scheme: 'file' },
  ];
  return vscode.languages.registerHoverProvider(selector, {
    async provideHover(document, position, token) {
      await ready();
      const [own] = revisionsIn(workspace.state, pathOf(document.uri));
      if (own === undefined || token.isCancellationRequested) return undefined;
      const place = {
        projectId: own.project.project.id,
        revision: own.revision.id,
        offset: document.offsetAt(position),
      };
      const history = await workspace.schemas?.historyAt(place, signal);
      if (history === undefined || token.isCancellationRequested) return undefined;
      const text = historyText(history, own.revision.id, own.project);
      return new vscode.Hover(text, toRange(document.getText(), history.range));
    },
  });
}

function historyText(
  { name, events }: ObjectHistory,
  here: string,
  project: ProjectState,
): vscode.MarkdownString {
  const lines = events.map((event) => eventLine(event, here, project));
  return markdown([
    `**${plain(name)}**`,
    ...(lines.length === 0 ? ['No revision is known to change it.'] : lines),
  ]);
}

function eventLine({ revision, effects }: HistoryEvent, here: string, { graph }: ProjectState): string {
  const known = graph.byId.get(revision);
  const title = known === undefined ? '' : ` ${plain(titleOf(known))}`;
  const shown = effects.slice(0, EFFECTS_SHOWN).map((effect) => plain(effectText(effect)));
  const more = effects.length > shown.length ? `, and ${effects.length - shown.length} more` : '';
  return `${revision === here ? '$(arrow-right) ' : ''}${code(revision)}${title}: ${shown.join('; ')}${more}`;
}
