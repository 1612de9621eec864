/** Asks what a command leaves open of a preview: for which environment, up to which revision. */
import * as vscode from 'vscode';
import { type EnvironmentOverview, overviewsOf, summaryOf } from '../app/overview.ts';
import type { ProjectState } from '../app/state.ts';
import { UserError } from '../app/userError.ts';
import type { Workspace } from '../app/workspace.ts';
import { revisionsText } from '../core/drift/verdictWords.ts';
import { type Revision, titleOf } from '../core/migration/revision.ts';
import type { PreviewQuestion } from '../core/preview/question.ts';

/** What a menu or a lens has said already. */
export interface PreviewTopic {
  readonly project?: ProjectState;
  readonly overview?: EnvironmentOverview;
  readonly revision?: string;
}

/** @returns `undefined`: the user would rather not. */
export async function askPreview(
  workspace: Workspace,
  kind: PreviewQuestion['kind'],
  topic: PreviewTopic,
): Promise<PreviewQuestion | undefined> {
  const overview = topic.overview ?? (await pickEnvironment(workspace, kind, topic.project));
  if (overview === undefined) return undefined;
  const target = topic.revision ?? (await pickTarget(overview, kind));
  if (target === undefined) return undefined;
  return {
    projectId: overview.project.project.id,
    environment: overview.environment.name,
    kind,
    target,
  };
}

/** The only project, or the one that is chosen. */
export async function pickProject({ state }: Workspace): Promise<ProjectState | undefined> {
  const [only, another] = state.projects;
  if (only === undefined)
    throw new UserError(
      'No migrations were found in this workspace.',
      'Open the folder that holds them first.',
    );
  if (another === undefined) return only;
  const picked = await vscode.window.showQuickPick(
    state.projects.map((project) => ({ label: project.project.name, project })),
    { placeHolder: 'Show the revisions of which project?' },
  );
  return picked?.project;
}

interface EnvironmentChoice extends vscode.QuickPickItem {
  readonly overview?: EnvironmentOverview;
}

async function pickEnvironment(
  { state }: Workspace,
  kind: PreviewQuestion['kind'],
  project: ProjectState | undefined,
): Promise<EnvironmentOverview | undefined> {
  const projects = state.projects.filter(
    (one) => project === undefined || one.project.id === project.project.id,
  );
  const all = projects.map((one) => ({ project: one, overviews: overviewsOf(state, one) }));
  const [only, another] = all.flatMap(({ overviews }) => overviews);
  if (only === undefined)
    throw new UserError('No environment is configured.', 'Add one with “Driftline: Add Environment…”.');
  if (another === undefined) return only;
  const picked = await vscode.window.showQuickPick<EnvironmentChoice>(
    all.flatMap(({ project: one, overviews }): readonly EnvironmentChoice[] =>
      overviews.length === 0
        ? []
        : [
            { label: one.project.name, kind: vscode.QuickPickItemKind.Separator },
            ...overviews.map((overview) => ({
              label: `$(database) ${overview.environment.name}`,
              description: summaryOf(overview),
              overview,
            })),
          ],
    ),
    { placeHolder: `${verbs[kind]} which environment?`, matchOnDescription: true },
  );
  return picked?.overview;
}

const verbs = {
  upgrade: 'Preview an upgrade of',
  downgrade: 'Preview a downgrade of',
  stamp: 'Preview a stamp of',
} as const;

interface TargetChoice extends vscode.QuickPickItem {
  readonly target?: string;
}

async function pickTarget(
  overview: EnvironmentOverview,
  kind: PreviewQuestion['kind'],
): Promise<string | undefined> {
  const { name } = overview.environment;
  const choices = { upgrade: upgradeTargets, downgrade: downgradeTargets, stamp: stampTargets }[kind](
    overview,
  );
  const picked = await vscode.window.showQuickPick<TargetChoice>(choices, {
    placeHolder: {
      upgrade: `Upgrade ${name} to…`,
      downgrade: `Downgrade ${name} to…`,
      stamp: `Stamp ${name} with…`,
    }[kind],
    matchOnDescription: true,
  });
  return picked?.target;
}

function upgradeTargets(overview: EnvironmentOverview): readonly TargetChoice[] {
  const { project } = overview;
  const pending =
    pendingOf(overview) ?? project.history.flatMap((id) => project.graph.byId.get(id) ?? []).reverse();
  return [
    { label: '$(arrow-up) heads', description: 'everything that is pending', target: 'heads' },
    ...pending.map((one) => choiceOf(one)),
  ];
}

function downgradeTargets(overview: EnvironmentOverview): readonly TargetChoice[] {
  return [
    { label: '$(arrow-down) -1', description: 'one revision back', target: '-1' },
    ...appliedOf(overview).map((one) => choiceOf(one)),
    { label: '$(circle-outline) base', description: 'everything is taken back', target: 'base' },
  ];
}

/** The revision that the schema is like comes first: it is what most people are after. */
function stampTargets(overview: EnvironmentOverview): readonly TargetChoice[] {
  const { project, drift } = overview;
  const match = drift?.report.verdict.match.revisions;
  const like: readonly TargetChoice[] =
    match === undefined
      ? []
      : [
          {
            label: `$(star) ${revisionsText(match)}`,
            description: 'what the schema is most like',
            target: match.join(' ') || 'base',
          },
        ];
  return [
    ...like,
    { label: '$(arrow-up) heads', description: 'everything counts as applied', target: 'heads' },
    ...project.history.flatMap((id) => project.graph.byId.get(id) ?? []).map((one) => choiceOf(one)),
    { label: '$(circle-outline) base', description: 'nothing counts as applied', target: 'base' },
  ];
}

function choiceOf(revision: Revision): TargetChoice {
  return { label: `$(git-commit) ${revision.id}`, description: titleOf(revision), target: revision.id };
}

function pendingOf({ report }: EnvironmentOverview): readonly Revision[] | undefined {
  return report?.kind === 'standing' ? report.standing.pending : undefined;
}

/** Newest first, without those that it stands at. */
function appliedOf({ report, project }: EnvironmentOverview): readonly Revision[] {
  const all = project.history.flatMap((id) => project.graph.byId.get(id) ?? []);
  if (report?.kind !== 'standing') return all;
  const { applied, at } = report.standing;
  const heads = new Set(at.map(({ id }) => id));
  return all.filter(({ id }) => applied.has(id) && !heads.has(id));
}
