/** The state as the document that `driftline status` prints. */
import { conventionOf } from '../core/migration/allConventions.ts';
import { versionTableText } from '../core/migration/versionTable.ts';
import { headline, type StampReport } from '../core/status/stampReport.ts';
import type { StatusDocument, StatusEnvironment, StatusProject } from '../core/status/statusDocument.ts';
import { lineAt } from '../core/text/lines.ts';
import { relativePath } from '../core/text/path.ts';
import type { Problem } from '../core/text/read.ts';
import { type EnvironmentOverview, explanationsOf, overviewsOf } from './overview.ts';
import type { ProjectState, WorkspaceState } from './state.ts';

export interface DocumentOptions {
  /** Paths are shown as seen from here. */
  readonly folder: string;
  /** The text of a file, for line numbers. */
  readonly textOf: (file: string) => string | undefined;
  /** Which projects and environments are wanted, by their names. */
  readonly wantsProject: (name: string) => boolean;
  readonly wantsEnvironment: (name: string) => boolean;
}

export function statusDocumentOf(state: WorkspaceState, options: DocumentOptions): StatusDocument {
  const projects = state.projects
    .filter(({ project }) => options.wantsProject(project.name))
    .map((project) => projectOf(state, project, options));
  return {
    version: 1,
    clean: state.settingsProblems.length === 0 && projects.every(isCleanProject),
    projects,
    settingsProblems: [...state.settingsProblems],
  };
}

/** Whether a question stayed open: an environment could not be asked, or was not. */
export function isIncomplete(document: StatusDocument): boolean {
  return document.projects.some(({ environments }) =>
    environments.some(({ state }) => state === 'failed' || state === 'notRead'),
  );
}

function isCleanProject({ problems, environments }: StatusProject): boolean {
  const told = problems.some(({ severity }) => severity !== 'information');
  return (
    !told &&
    environments.every(({ state, behind, explanations }) => {
      return state === 'standing' && behind === 0 && explanations.length === 0;
    })
  );
}

function projectOf(
  state: WorkspaceState,
  projectState: ProjectState,
  options: DocumentOptions,
): StatusProject {
  const { project, versionTable, graph, problems } = projectState;
  return {
    name: project.name,
    convention: conventionOf(project.convention).title,
    path: relativePath(project.root, options.folder),
    versionTable: versionTable === undefined ? null : versionTableText(versionTable),
    revisions: graph.revisions.length,
    heads: [...graph.heads],
    bases: [...graph.bases],
    problems: problems.map((problem) => problemOf(problem, options)),
    environments: overviewsOf(state, projectState)
      .filter(({ environment }) => options.wantsEnvironment(environment.name))
      .map((overview) => environmentOf(overview, options)),
  };
}

function problemOf({ code, severity, message, file, range }: Problem, options: DocumentOptions) {
  const text = range === undefined ? undefined : options.textOf(file);
  const line = range === undefined || text === undefined ? {} : { line: lineAt(text, range.start) };
  return { code, severity, message, file: relativePath(file, options.folder), ...line };
}

function environmentOf(overview: EnvironmentOverview, options: DocumentOptions): StatusEnvironment {
  const { environment, answer, report } = overview;
  const { name, status } = environment;
  const isProtected = environment.protected;
  const server = answer === undefined ? {} : { target: answer.target, server: answer.serverVersion };
  const nothing = { at: [], behind: null, pending: [], unknown: [] };
  if (status.kind === 'failed') {
    const { message, advice } = status.failure;
    return {
      name,
      protected: isProtected,
      state: 'failed',
      ...nothing,
      summary: message,
      explanations: [advice],
    };
  }
  if (report === undefined) {
    return {
      name,
      protected: isProtected,
      state: 'notRead',
      ...nothing,
      summary: 'not asked',
      explanations: [],
    };
  }
  return {
    name,
    protected: isProtected,
    ...server,
    state: report.kind,
    ...(report.kind === 'standing' ? standingOf(report, options) : nothing),
    summary: headline(report),
    explanations: [...explanationsOf(overview)],
  };
}

function standingOf(report: StampReport & { readonly kind: 'standing' }, options: DocumentOptions) {
  const { at, pending, unknown } = report.standing;
  return {
    at: at.map(({ id }) => id),
    behind: pending?.length ?? null,
    pending: (pending ?? []).map(({ id, message, created, file }) => ({
      id,
      message,
      ...(created === undefined ? {} : { created }),
      file: relativePath(file, options.folder),
    })),
    unknown: [...unknown],
  };
}
