/** Revision ids in scripts: where they lead, and what is known of them. */
import * as vscode from 'vscode';
import { placesOf, revisionsIn } from '../../app/overview.ts';
import type { ProjectState } from '../../app/state.ts';
import type { Workspace } from '../../app/workspace.ts';
import { marksOf } from '../../core/migration/marks.ts';
import type { Revision, RevisionReference } from '../../core/migration/revision.ts';
import { pathOf } from '../settings.ts';
import { revisionHover } from '../views/revisionItems.ts';
import { toRange } from './ranges.ts';

/** What the providers wait for: the first file that asks starts the search. */
export type Ready = () => Promise<void>;

interface Named {
  readonly project: ProjectState;
  /** `undefined`: no script has this id. */
  readonly revision: Revision | undefined;
  readonly reference: RevisionReference;
}

export function registerRevisionLinks(workspace: Workspace, ready: Ready): vscode.Disposable {
  const selector = { language: 'python', scheme: 'file' };
  return vscode.Disposable.from(
    vscode.languages.registerDefinitionProvider(selector, {
      async provideDefinition(document, position) {
        await ready();
        return namedAt(workspace, document, position).flatMap(({ revision, reference }) =>
          revision === undefined ? [] : [linkTo(workspace, document, revision, reference)],
        );
      },
    }),
    vscode.languages.registerHoverProvider(selector, {
      async provideHover(document, position) {
        await ready();
        const [named] = namedAt(workspace, document, position);
        if (named?.revision === undefined) return undefined;
        return new vscode.Hover(
          hoverText(workspace, named.project, named.revision),
          rangeIn(document, named.reference),
        );
      },
    }),
  );
}

function namedAt(
  workspace: Workspace,
  document: vscode.TextDocument,
  position: vscode.Position,
): readonly Named[] {
  const offset = document.offsetAt(position);
  return revisionsIn(workspace.state, pathOf(document.uri)).flatMap(({ project, revision: own }) =>
    own.references
      .filter(({ range }) => range.start <= offset && offset <= range.end)
      .map((reference) => ({ project, reference, revision: revisionNamed(project, reference.id) })),
  );
}

function revisionNamed({ graph }: ProjectState, name: string): Revision | undefined {
  return graph.byId.get(name) ?? graph.byId.get(graph.labels.get(name) ?? '');
}

function linkTo(
  workspace: Workspace,
  document: vscode.TextDocument,
  revision: Revision,
  reference: RevisionReference,
): vscode.LocationLink {
  const own = revision.references.find(({ kind }) => kind === 'revision');
  const targetRange = toRange(workspace.textOf(revision.file), own?.range);
  return {
    originSelectionRange: rangeIn(document, reference),
    targetUri: vscode.Uri.file(revision.file),
    targetRange,
  };
}

function hoverText(workspace: Workspace, project: ProjectState, revision: Revision): vscode.MarkdownString {
  const node = project.graph.nodes.get(revision.id);
  const marks = marksOf(project.graph, revision);
  return revisionHover(revision, node, marks, placesOf(workspace.state, project, revision));
}

function rangeIn(document: vscode.TextDocument, { range }: RevisionReference): vscode.Range {
  return new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
}
