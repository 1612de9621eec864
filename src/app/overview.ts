/** What views and the command line show, derived from the state: which environment stands where. */

import { isShared } from '../core/drift/foreignWords.ts';
import { driftHeadline } from '../core/drift/verdictWords.ts';
import { conventionOf } from '../core/migration/allConventions.ts';
import type { RevisionGraph } from '../core/migration/graph.ts';
import type { Revision } from '../core/migration/revision.ts';
import { explanations, headline, isClean, reportOf, type StampReport } from '../core/status/stampReport.ts';
import {
  answerOf,
  type DriftAnswer,
  type EnvironmentAnswer,
  type EnvironmentState,
  type ProjectState,
  type WorkspaceState,
} from './state.ts';

export interface EnvironmentOverview {
  readonly environment: EnvironmentState;
  readonly project: ProjectState;
  /** `undefined` as long as the environment has never answered. */
  readonly answer: EnvironmentAnswer | undefined;
  readonly report: StampReport | undefined;
  /** `undefined` as long as its schema was never read. */
  readonly drift: DriftAnswer | undefined;
  /** The last attempt failed: the answer is of an earlier one. */
  readonly isOld: boolean;
}

export function overviewsOf(state: WorkspaceState, project: ProjectState): readonly EnvironmentOverview[] {
  return state.environments
    .filter(({ projectId }) => projectId === project.project.id)
    .map((environment) => overviewOf(environment, project));
}

export function overviewOf(environment: EnvironmentState, project: ProjectState): EnvironmentOverview {
  const answer = answerOf(environment.status);
  return {
    environment,
    project,
    answer,
    report: answer === undefined ? undefined : reportOn(answer, project),
    drift: answerOf(environment.drift),
    isOld: environment.status.kind === 'failed' && answer !== undefined,
  };
}

/** A few words: `2 behind`, `could not be read · was 2 behind`, `not connected`. */
export function summaryOf({ environment, report, drift }: EnvironmentOverview): string {
  const stamp = report === undefined ? undefined : headline(report);
  const known = stamp === undefined ? undefined : withDrift(stamp, drift);
  switch (environment.status.kind) {
    case 'notRead':
      return 'not connected';
    case 'reading':
      return known ?? 'connecting…';
    case 'failed':
      return known === undefined ? 'could not be read' : `could not be read · was ${known}`;
    case 'read':
      return known ?? 'not connected';
  }
}

/** A stamp that lies is worth nothing, and so is what is behind it: what the schema says takes its place. */
function withDrift(stamp: string, drift: DriftAnswer | undefined): string {
  const said = drift && driftHeadline(drift.report);
  if (drift === undefined || said === undefined) return stamp;
  if (drift.report.verdict.kind === 'disagrees') return said;
  return drift.report.verdict.kind === 'drifted' ? `${stamp} · ${said}` : `${said} · ${stamp}`;
}

/** What is wrong in an environment and what to do about it, in whole sentences. */
export function explanationsOf({ project, report }: EnvironmentOverview): readonly string[] {
  if (report === undefined) return [];
  const { title, versionTable: usual } = conventionOf(project.project.convention);
  return explanations(report, project.versionTable ?? usual, title);
}

/** Whether there is anything that somebody should do; not so as long as nobody asked. */
export function needsAttention({ environment, report, drift }: EnvironmentOverview): boolean {
  if (environment.status.kind === 'failed' || environment.drift.kind === 'failed') return true;
  if (drift !== undefined && (driftHeadline(drift.report) !== undefined || isShared(drift.report)))
    return true;
  return report !== undefined && !isClean(report);
}

/** Where one revision is applied and where it is pending; environments that cannot tell are in neither list. */
export interface Places {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  /** Environments stamped with this very revision. */
  readonly standing: readonly string[];
}

export function placesOf(state: WorkspaceState, project: ProjectState, revision: Revision): Places {
  const places = { applied: [] as string[], pending: [] as string[], standing: [] as string[] };
  for (const { environment, report, isOld } of overviewsOf(state, project)) {
    if (report?.kind !== 'standing') continue;
    const { at, applied, pending } = report.standing;
    const name = isOld ? `${environment.name} (last known)` : environment.name;
    if (at.some(({ id }) => id === revision.id)) places.standing.push(name);
    if (applied.has(revision.id)) places.applied.push(name);
    else if (pending?.some(({ id }) => id === revision.id)) places.pending.push(name);
  }
  return places;
}

/** `applied in staging · pending in production`; empty where no environment can tell. */
export function placesText({ applied, pending }: Places): string {
  const parts = [
    applied.length > 0 ? `applied in ${applied.join(', ')}` : '',
    pending.length > 0 ? `pending in ${pending.join(', ')}` : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** The revisions a file declares, with the project each belongs to: one file can serve several projects. */
export function revisionsIn(
  state: WorkspaceState,
  file: string,
): readonly { readonly project: ProjectState; readonly revision: Revision }[] {
  return state.projects.flatMap((project) =>
    project.graph.revisions.filter((one) => one.file === file).map((revision) => ({ project, revision })),
  );
}

interface Cached {
  readonly graph: RevisionGraph;
  readonly report: StampReport;
}

/** Every view asks for the same reports at each drawing; an answer understood once need not be understood again. */
const reports = new WeakMap<EnvironmentAnswer, Cached>();

function reportOn(answer: EnvironmentAnswer, { project, graph }: ProjectState): StampReport {
  const cached = reports.get(answer);
  if (cached?.graph === graph) return cached.report;
  const report = reportOf(answer.reading, conventionOf(project.convention), graph, project);
  reports.set(answer, { graph, report });
  return report;
}
