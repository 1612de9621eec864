/** On a table or a column of a model: what every place has there, and which revisions made it so. */
import * as vscode from 'vscode';
import type { Workspace } from '../../app/workspace.ts';
import type { HistoryEvent } from '../../core/drift/history.ts';
import { refText } from '../../core/drift/objectRef.ts';
import { effectText } from '../../core/drift/words.ts';
import type { RevisionGraph } from '../../core/migration/graph.ts';
import { titleOf } from '../../core/migration/revision.ts';
import type { FactsOfPlace, ModelFacts } from '../../core/models/modelFacts.ts';
import { bytesText } from '../../core/preview/sizeWords.ts';
import { code, markdown, plain } from '../markdown.ts';
import { pathOf } from '../settings.ts';
import { linkTo, oldEnvironments, signalOf, textsNow } from './modelPlaces.ts';
import type { ModelParts } from './models.ts';
import { toRange } from './ranges.ts';

/** Of one revision; a table is created with more than anybody reads in a hover. */
const EFFECTS_SHOWN = 3;

export function registerModelHover({ workspace, models }: ModelParts): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { language: 'python', scheme: 'file' },
    {
      async provideHover(document, position, token) {
        const offset = document.offsetAt(position);
        const facts = await models.factsAt(pathOf(document.uri), offset, signalOf(token));
        if (facts === undefined || token.isCancellationRequested) return undefined;
        return new vscode.Hover(factsText(workspace, facts), toRange(document.getText(), facts.range));
      },
    },
  );
}

function factsText(workspace: Workspace, { object, places, history }: ModelFacts): vscode.MarkdownString {
  const events = history?.events ?? [];
  const project = workspace.state.projects.find(({ graph }) =>
    events.some(({ revision }) => graph.byId.has(revision)),
  );
  const old = project === undefined ? [] : oldEnvironments(workspace.state, project.project.id);
  const isColumn = object.object === 'column';
  const [model] = places;
  const header = isColumn ? ['', 'type', 'NULL'] : ['', ''];
  const sizes = places.flatMap(sizeText);
  return markdown([
    `**${plain(refText(object))}**`,
    '',
    row(header),
    row(header.map(() => ':--')),
    ...places.map((place) =>
      row([placeText(place, old), ...(isColumn ? columnCells(place, model) : [existsText(place)])]),
    ),
    '',
    ...(sizes.length > 0 ? [`Size of the table: ${sizes.join(' · ')}`] : []),
    ...(project === undefined ? [] : events.map((event) => eventLine(workspace, event, project.graph))),
  ]);
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function placeText({ place }: FactsOfPlace, old: readonly string[]): string {
  if (place.kind !== 'environment') return place.kind === 'models' ? 'model' : 'migrations, at head';
  const lock = place.protected ? '$(lock) ' : '';
  return `${lock}${plain(place.name)}${old.includes(place.name) ? ' $(history) *old*' : ''}`;
}

function existsText({ exists }: FactsOfPlace): string {
  if (exists === undefined) return '*not known*';
  return exists ? 'there' : '$(warning) missing';
}

/** Marked where they are not as in the model. */
function columnCells(place: FactsOfPlace, model: FactsOfPlace | undefined): readonly string[] {
  if (place.exists !== true) return [existsText(place), ''];
  const { type, nullable } = place;
  const isOther = <T>(own: T | undefined, models: T | undefined) =>
    own !== undefined && models !== undefined && own !== models ? '$(warning) ' : '';
  return [
    type === undefined ? '*not known*' : `${isOther(type, model?.type)}${code(type)}`,
    nullable === undefined ? '' : `${isOther(nullable, model?.nullable)}${nullable ? 'allowed' : 'not null'}`,
  ];
}

/** A table that was never analyzed seems to have no pages. */
function sizeText({ place, rows, bytes }: FactsOfPlace): readonly string[] {
  const parts = [
    ...(rows === undefined ? [] : [`about ${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`]),
    ...(bytes === undefined || bytes === 0 ? [] : [bytesText(bytes) ?? '']),
  ];
  return place.kind !== 'environment' || parts.length === 0
    ? []
    : [`${plain(place.name)} ${parts.join(', ')}`];
}

/** The first one created it. */
function eventLine(
  workspace: Workspace,
  { revision, effects }: HistoryEvent,
  { byId }: RevisionGraph,
): string {
  const known = byId.get(revision);
  const own = known?.references.find(({ kind }) => kind === 'revision');
  const place = known && { file: known.file, ...(own !== undefined && { range: own.range }) };
  const name =
    place === undefined ? code(revision) : `[${code(revision)}](${linkTo(place, textsNow(workspace))})`;
  const shown = effects.slice(0, EFFECTS_SHOWN).map((effect) => plain(effectText(effect)));
  const more = effects.length > shown.length ? `, and ${effects.length - shown.length} more` : '';
  return `${name}${known === undefined ? '' : ` ${plain(titleOf(known))}`}: ${shown.join('; ')}${more}`;
}
