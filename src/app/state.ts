/** All that is known of a workspace. Plain data, replaced at each change; what can be derived from it is not in it. */
import type { DriftReport } from '../core/drift/report.ts';
import type { RevisionGraph } from '../core/migration/graph.ts';
import type { MigrationProject } from '../core/migration/project.ts';
import type { VersionTable, VersionTableReading } from '../core/migration/versionTable.ts';
import type { Problem } from '../core/text/read.ts';

export interface WorkspaceState {
  readonly search: 'notStarted' | 'running' | 'done';
  readonly projects: readonly ProjectState[];
  readonly environments: readonly EnvironmentState[];
  /** What is wrong with the settings, as whole sentences. */
  readonly settingsProblems: readonly string[];
}

export interface ProjectState {
  readonly project: MigrationProject;
  /** As found or, where it cannot be, as set by the user; `undefined`: not known. */
  readonly versionTable: VersionTable | undefined;
  readonly graph: RevisionGraph;
  /** Ids as `alembic history` lists them, highest first. */
  readonly history: readonly string[];
  /** Of the project's configuration, its scripts and its chain. */
  readonly problems: readonly Problem[];
}

/** One project in one environment: a version table in a database. */
export interface EnvironmentState {
  /** Unique in a workspace: the environment's name and the project's id. */
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  /** What the status answers: connection, version table. Another question makes the answer worthless. */
  readonly question: string;
  /** Marked by the user as one to be careful with. */
  readonly protected: boolean;
  readonly status: Reading<EnvironmentAnswer>;
  /** How the live schema stands to the revisions. Read after the version table, and apart from it: it takes longer. */
  readonly drift: Reading<DriftAnswer>;
}

/** What is known of something that a database is asked for. */
export type Reading<Answer> =
  /** Nobody asked yet, or the user has not agreed to connect. */
  | { readonly kind: 'notRead' }
  | { readonly kind: 'reading'; readonly last?: Answer }
  | { readonly kind: 'read'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly last?: Answer };

export interface DriftAnswer {
  /** Under which name the schema is kept: environments of one database share it. */
  readonly database: string;
  /** Milliseconds since 1970. */
  readonly readAt: number;
  readonly report: DriftReport;
}

export interface Failure {
  readonly message: string;
  readonly advice: string;
}

export interface EnvironmentAnswer {
  /** Milliseconds since 1970. */
  readonly readAt: number;
  /** Host, port, database and user, for people; no password. */
  readonly target: string;
  readonly serverVersion: string;
  readonly reading: VersionTableReading;
}

/** The newest answer there is, be it old. */
export function answerOf<Answer>(reading: Reading<Answer>): Answer | undefined {
  switch (reading.kind) {
    case 'notRead':
      return undefined;
    case 'read':
      return reading.answer;
    default:
      return reading.last;
  }
}

export const emptyState: WorkspaceState = {
  search: 'notStarted',
  projects: [],
  environments: [],
  settingsProblems: [],
};
