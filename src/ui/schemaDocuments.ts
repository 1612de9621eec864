/**
 * Schemas as read-only SQL documents: that of a revision, that of an environment as it was last read, and two of them
 * side by side in VS Code's own diff editor. A document follows its schema when that is read again.
 */
import * as vscode from 'vscode';
import type { SchemaSource } from '../app/schemaEngine.ts';
import { answerOf, type EnvironmentState, type ProjectState } from '../app/state.ts';
import type { Workspace } from '../app/workspace.ts';
import { titleOf } from '../core/migration/revision.ts';

const SCHEME = 'driftline-schema';

/** A schema that can be shown. */
export interface NamedSchema {
  /** Names the document: `production · deal-platform`. */
  readonly title: string;
  readonly source: SchemaSource;
}

export class SchemaDocuments implements vscode.TextDocumentContentProvider {
  readonly #workspace: Workspace;
  readonly #signal: AbortSignal;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;

  constructor(workspace: Workspace, signal: AbortSignal) {
    this.#workspace = workspace;
    this.#signal = signal;
  }

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
    );
  }

  /** What is shown may be of an earlier reading. */
  refresh(): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme === SCHEME) this.#changed.fire(uri);
    }
  }

  provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { schemas } = this.#workspace;
    if (schemas === undefined) throw new Error('This workspace reads no schemas.');
    return schemas.ddl(JSON.parse(uri.query) as SchemaSource, this.#signal);
  }

  async show(schema: NamedSchema): Promise<void> {
    await vscode.window.showTextDocument(uriOf(schema), { preview: true });
  }

  async compare(left: NamedSchema, right: NamedSchema): Promise<void> {
    const title = `${left.title} ↔ ${right.title}`;
    await vscode.commands.executeCommand('vscode.diff', uriOf(left), uriOf(right), title);
  }
}

/** The path is what the tab shows; a slash in it would be taken for a folder. */
function uriOf({ title, source }: NamedSchema): vscode.Uri {
  return vscode.Uri.from({
    scheme: SCHEME,
    path: `/${title.replaceAll('/', '∕')}.sql`,
    query: JSON.stringify(source),
  });
}

/** @param revisions Several: branches side by side. None: base. */
export function schemaAt(revisions: readonly string[], { project }: ProjectState): NamedSchema {
  return {
    title: `${project.name} at ${revisions.join(' with ') || 'base'}`,
    source: { kind: 'revisions', projectId: project.id, revisions },
  };
}

/** `undefined` as long as its schema was not read. */
export function schemaIn(environment: EnvironmentState, { project }: ProjectState): NamedSchema | undefined {
  const drift = answerOf(environment.drift);
  if (drift === undefined) return undefined;
  return {
    title: `${project.name} in ${environment.name}`,
    source: { kind: 'live', database: drift.database },
  };
}

interface Choice extends vscode.QuickPickItem {
  readonly schema?: NamedSchema;
}

/**
 * Asks for a schema of the workspace: environments that were read, and revisions.
 *
 * @param first Whose project's schemas come first.
 */
export async function pickSchema(
  workspace: Workspace,
  placeHolder: string,
  first?: ProjectState,
): Promise<NamedSchema | undefined> {
  const { projects } = workspace.state;
  const ordered = [...projects].sort((a, b) => rank(a, first) - rank(b, first));
  const picked = await vscode.window.showQuickPick<Choice>(
    ordered.flatMap((project) => choicesOf(workspace, project)),
    { placeHolder, matchOnDescription: true },
  );
  return picked?.schema;
}

function rank({ project }: ProjectState, first: ProjectState | undefined): number {
  return project.id === first?.project.id ? 0 : 1;
}

function choicesOf({ state }: Workspace, project: ProjectState): readonly Choice[] {
  const environments = state.environments.flatMap((environment): Choice[] => {
    if (environment.projectId !== project.project.id) return [];
    const schema = schemaIn(environment, project);
    return schema === undefined ? [] : [{ label: `$(database) ${environment.name}`, schema }];
  });
  const revisions = project.history.flatMap((id): Choice[] => {
    const revision = project.graph.byId.get(id);
    if (revision === undefined) return [];
    return [
      { label: `$(git-commit) ${id}`, description: titleOf(revision), schema: schemaAt([id], project) },
    ];
  });
  const heading = { label: project.project.name, kind: vscode.QuickPickItemKind.Separator };
  return [heading, ...environments, ...revisions];
}
