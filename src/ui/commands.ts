/** Command id → what it does. */
import * as vscode from 'vscode';
import type { CommandId } from '../app/commandIds.ts';
import type { EnvironmentOverview } from '../app/overview.ts';
import type { EnvironmentState, ProjectState } from '../app/state.ts';
import { UserError } from '../app/userError.ts';
import type { Workspace } from '../app/workspace.ts';
import type { MigrationProject } from '../core/migration/project.ts';
import type { PreviewQuestion } from '../core/preview/question.ts';
import { isInside } from '../core/text/path.ts';
import type { Location } from '../core/text/range.ts';
import { addEnvironment } from './addEnvironment.ts';
import { askPreview, pickProject } from './askPreview.ts';
import type { Consent } from './consent.ts';
import { toRange } from './editor/ranges.ts';
import type { GraphPanels } from './graph/graphPanel.ts';
import type { OutputLog } from './log.ts';
import type { PreviewPanels } from './preview/previewPanel.ts';
import { runSafely, withProgress } from './run.ts';
import { type NamedSchema, pickSchema, type SchemaDocuments, schemaAt, schemaIn } from './schemaDocuments.ts';
import { takeSettings } from './takeSettings.ts';
import { makerOf } from './views/driftItems.ts';
import type { EnvironmentNode } from './views/environmentTree.ts';
import type { RevisionNode } from './views/revisionTree.ts';

export interface CommandContext {
  readonly workspace: Workspace;
  readonly consent: Consent;
  readonly log: OutputLog;
  readonly revisions: vscode.TreeView<RevisionNode>;
  /** Ends with the extension. */
  readonly signal: AbortSignal;
  readonly schemas: SchemaDocuments;
  readonly previews: PreviewPanels;
  readonly graphs: GraphPanels;
  /** Searches the workspace again. */
  readonly find: () => Promise<void>;
  /** Shows where a revision of another branch is. */
  readonly findInBranches: (node: EnvironmentNode & { readonly kind: 'unknown' }) => Promise<void>;
}

/** Menus of both views hand over their nodes. */
type Node = EnvironmentNode | RevisionNode | undefined;

export function registerCommands(context: CommandContext): vscode.Disposable {
  const handlers: Record<CommandId, (node: Node) => Promise<unknown> | unknown> = {
    refresh: () => refresh(context),
    addEnvironment: () => addAndTest(context),
    connectAll: () => connectAll(context),
    readEnvironment: (node) => node?.kind === 'environment' && read(context, [node.overview.environment]),
    forgetPassword: (node) =>
      node?.kind === 'environment' && forgetPassword(context, node.overview.environment),
    showGrants: (node) => node?.kind === 'environment' && showGrants(node),
    findInBranches: (node) => node?.kind === 'unknown' && context.findInBranches(node),
    openRevision: (node) => openRevision(context, node),
    openOperation: (node) => openOperation(context, node),
    showSchema: (node) => showSchema(context, node),
    compareSchemas: (node) => compareSchemas(context, node),
    compareWithMatch: (node) => node?.kind === 'verdict' && compareWithMatch(context, node.overview),
    openDeclaration: (node) => node?.kind === 'project' && openOrReveal(node.project.project),
    previewUpgrade: (node) => preview(context, 'upgrade', node),
    previewDowngrade: (node) => preview(context, 'downgrade', node),
    previewStamp: (node) => preview(context, 'stamp', node),
    showGraph: (node) => showGraph(context, node),
    copyRevisionId: (node) => vscode.env.clipboard.writeText(idOf(node)),
    revealInRevisions: (node) => reveal(context, node),
    openSettings: () =>
      vscode.commands.executeCommand('workbench.action.openSettings', '@id:driftline.environments'),
    showLog: () => context.log.show(),
  };
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handle]) =>
      vscode.commands.registerCommand(`driftline.${id}`, (node: Node) =>
        runSafely(context.log, () => handle(node)),
      ),
    ),
  );
}

/** Searches again, and asks the environments the user has agreed to again. */
async function refresh(context: CommandContext): Promise<void> {
  await context.find();
  await readAgreed(context);
}

/** Asks every environment that may be asked without a question. */
export async function readAgreed(context: CommandContext): Promise<void> {
  if (!vscode.workspace.isTrusted) return;
  const agreed: EnvironmentState[] = [];
  for (const environment of context.workspace.state.environments) {
    const approach = await context.workspace.approach(environment.id).catch(() => undefined);
    if (approach !== undefined && context.consent.hasAgreed(approach)) agreed.push(environment);
  }
  await read(context, agreed);
}

async function connectAll(context: CommandContext): Promise<void> {
  await context.find();
  const { environments } = context.workspace.state;
  if (environments.length === 0) {
    throw new UserError('No environment is configured.', 'Add one with “Driftline: Add Environment…”.');
  }
  const settled = await Promise.allSettled(environments.map(({ id }) => context.workspace.approach(id)));
  const approaches = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  if (await context.consent.permitAll(approaches)) await read(context, environments);
}

function read(
  { workspace, signal }: CommandContext,
  environments: readonly EnvironmentState[],
): Thenable<unknown> {
  if (environments.length === 0) return Promise.resolve();
  return withProgress('driftline.environments', 'Asking environments…', () =>
    Promise.all(environments.map(({ id }) => workspace.readEnvironment(id, signal))),
  );
}

async function addAndTest(context: CommandContext): Promise<void> {
  await context.find();
  if (context.workspace.state.projects.length === 0) {
    throw new UserError(
      'No migrations were found in this workspace.',
      'Open the folder that holds them first.',
    );
  }
  const name = await addEnvironment(context.workspace);
  if (name === undefined) return;
  await takeSettings(context.workspace);
  const added = context.workspace.state.environments.filter((environment) => environment.name === name);
  await vscode.commands.executeCommand('driftline.environments.focus');
  await read(context, added);
}

async function forgetPassword(context: CommandContext, environment: EnvironmentState): Promise<void> {
  await context.consent.forget(await context.workspace.approach(environment.id));
  await vscode.window.showInformationMessage(`The password for ${environment.name} is forgotten.`);
}

async function showGrants({ overview }: EnvironmentNode & { readonly kind: 'environment' }): Promise<void> {
  const { report, environment, answer } = overview;
  if (report?.kind !== 'forbidden') return;
  const content = [
    `-- What the role needs to read the version table of ${overview.project.project.name} in ${environment.name}`,
    `-- (${answer?.target ?? ''}), and nothing more. To be run by an owner.`,
    ...report.grants,
    '',
  ].join('\n');
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'sql', content }));
}

/** A tree item hands over the place, its menu the node; without a place in the script, the whole of it is shown. */
async function openOperation({ workspace }: CommandContext, node: Node | Location): Promise<void> {
  if (node === undefined) return;
  if ('file' in node) return openAt(workspace, node);
  if (node.kind !== 'difference') return;
  const maker = makerOf(node.explained);
  if (maker?.location !== undefined) return openAt(workspace, maker.location);
  const file = node.overview.project.graph.byId.get(maker?.revision ?? '')?.file;
  if (file !== undefined) await openFile(file);
}

async function openAt(workspace: Workspace, { file, range }: Location): Promise<void> {
  const selection = toRange(workspace.textOf(file), range);
  await vscode.window.showTextDocument(vscode.Uri.file(file), { selection });
}

async function showSchema({ workspace, schemas }: CommandContext, node: Node): Promise<void> {
  const schema = schemaOf(workspace, node) ?? (await pickSchema(workspace, 'Show the schema of…'));
  if (schema !== undefined) await schemas.show(schema);
}

async function compareSchemas({ workspace, schemas }: CommandContext, node: Node): Promise<void> {
  const project = projectOf(node);
  const left = schemaOf(workspace, node) ?? (await pickSchema(workspace, 'Compare…', project));
  if (left === undefined) return;
  const right = await pickSchema(workspace, `Compare ${left.title} with…`, project);
  if (right !== undefined) await schemas.compare(left, right);
}

/** The live schema beside that of the revision it matches best. */
async function compareWithMatch(
  { schemas }: CommandContext,
  { environment, project, drift }: EnvironmentOverview,
): Promise<void> {
  const live = schemaIn(environment, project);
  if (drift === undefined || live === undefined) return;
  await schemas.compare(schemaAt(drift.report.verdict.match.revisions, project), live);
}

function schemaOf({ state }: Workspace, node: Node): NamedSchema | undefined {
  if (node?.kind === 'environment') return schemaIn(node.overview.environment, node.overview.project);
  const id = idOf(node);
  const project = state.projects.find((one) => one.project.id === projectOf(node)?.project.id);
  return project?.graph.byId.has(id) ? schemaAt([id], project) : undefined;
}

async function openRevision({ workspace }: CommandContext, node: Node): Promise<void> {
  const project = projectOf(node);
  const now = workspace.state.projects.find((one) => one.project.id === project?.project.id);
  const revision = node !== undefined && 'revision' in node ? node.revision : now?.graph.byId.get(idOf(node));
  if (revision !== undefined) await openFile(revision.file);
}

/** A project without a configuration file is declared by the folder of its scripts. */
async function openOrReveal({ declaredIn, folders }: MigrationProject): Promise<void> {
  const isFolder = folders.some(({ path }) => isInside(path, declaredIn));
  if (isFolder) await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(declaredIn));
  else await openFile(declaredIn);
}

async function openFile(file: string): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(file));
}

async function preview(
  { workspace, previews, find }: CommandContext,
  kind: PreviewQuestion['kind'],
  node: Node,
): Promise<void> {
  if (workspace.state.projects.length === 0) await find();
  const project = projectOf(node);
  const revision = node?.kind === 'environment' || node?.kind === 'project' ? '' : idOf(node);
  const question = await askPreview(workspace, kind, {
    ...(project !== undefined && { project }),
    ...(node !== undefined && 'overview' in node && { overview: node.overview }),
    ...(revision !== '' && { revision }),
  });
  if (question !== undefined) previews.show(question);
}

async function showGraph({ workspace, graphs, find }: CommandContext, node: Node): Promise<void> {
  if (workspace.state.projects.length === 0) await find();
  const project = projectOf(node) ?? (await pickProject(workspace));
  if (project !== undefined) graphs.show(project.project.id);
}

/** Of the revision that a node is about; empty where there is none. */
function idOf(node: Node): string {
  switch (node?.kind) {
    case 'revision':
      return node.revision.id;
    case 'unknown':
      return node.id;
    case 'finding':
      return node.finding.revision;
    case 'verdict':
      return node.overview.drift?.report.verdict.match.revisions[0] ?? '';
    default:
      return '';
  }
}

/** Shows a revision, or where an environment stands, in the view *Revisions*. */
async function reveal({ revisions, workspace }: CommandContext, node: Node): Promise<void> {
  const wanted = projectOf(node);
  const project = workspace.state.projects.find((one) => one.project.id === wanted?.project.id);
  if (project === undefined) return;
  const report = node?.kind === 'environment' ? node.overview.report : undefined;
  const standing = report?.kind === 'standing' ? report.standing.at[0] : undefined;
  // A CodeLens hands over a revision without being a node of a view.
  const own = node !== undefined && 'revision' in node ? node.revision : project.graph.byId.get(idOf(node));
  const revision = standing ?? own;
  const target: RevisionNode =
    revision === undefined ? { kind: 'project', project } : { kind: 'revision', revision, project };
  await revisions.reveal(target, { select: true, focus: true, expand: true });
}

function projectOf(node: Node): ProjectState | undefined {
  if (node === undefined) return undefined;
  if ('overview' in node) return node.overview.project;
  return 'project' in node ? node.project : undefined;
}
