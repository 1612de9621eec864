/**
 * What the application asks about schemas. The answers are plain data, because whoever answers may live in another
 * thread: replaying a long chain and comparing thousands of tables must not hold up an editor.
 */

import type { ObjectHistory } from '../core/drift/history.ts';
import type { IgnoreRule } from '../core/drift/ignoreRules.ts';
import type { DriftReport } from '../core/drift/report.ts';
import type { Moment } from '../core/migration/alembic/write/revisionWriting.ts';
import type { RevisionGraph } from '../core/migration/graph.ts';
import type { MigrationProject } from '../core/migration/project.ts';
import type { VersionTable, VersionTableReading } from '../core/migration/versionTable.ts';
import type { ModelReport } from '../core/models/check/modelFinding.ts';
import type { SeverityRule } from '../core/models/check/severity.ts';
import type { ModelFacts } from '../core/models/modelFacts.ts';
import type { PreviewDocument } from '../core/preview/previewDocument.ts';
import type { PreviewQuestion } from '../core/preview/question.ts';
import type { RuleFinding } from '../core/preview/rules/rule.ts';
import type { RunPreview } from '../core/preview/runPreview.ts';
import type { SideBySide } from '../core/preview/toolSql.ts';
import type { ConnectionTimeouts, RuleSettings } from '../core/settings.ts';
import type { Fix } from '../core/text/edit.ts';
import type { Connection } from './ports.ts';
import type { RehearsalListener } from './previewPorts.ts';

/** Every method rejects with a `UserError` for what the world refuses, and as the signal says. */
export interface SchemaEngine {
  /** Takes over what a project's scripts say now. Whatever is asked later is answered from it. */
  takeProject(project: ProjectScripts): Promise<void>;
  forgetProject(projectId: string): Promise<void>;
  /**
   * Reads the schema of a database and keeps it under a name.
   *
   * @param onlyChanges What has changed since the last time, as far as the server's counters tell: they may be some
   *   seconds behind.
   */
  readSchema(
    database: string,
    connection: Connection,
    timeouts: ConnectionTimeouts,
    onlyChanges: boolean,
    signal: AbortSignal,
  ): Promise<void>;
  drift(question: DriftQuestion, signal: AbortSignal): Promise<DriftReport>;
  /** A schema as SQL, for people to read and compare. */
  ddl(source: SchemaSource, signal: AbortSignal): Promise<string>;
  /** What became of the table or column named at a place of a script; `undefined` where none is named. */
  historyAt(place: ScriptPlace, signal: AbortSignal): Promise<ObjectHistory | undefined>;
  /** Takes over which Python files there are and what is typed into some of them: models may be in any. */
  takeModelFiles(files: ModelFiles): Promise<void>;
  /**
   * Where the models of a project, its migrations and the databases that were read disagree; `undefined`: as in the
   * report that is known.
   */
  checkModels(question: ModelQuestion, signal: AbortSignal): Promise<CheckedModels | undefined>;
  /** What is known of the table or column that a place of a model speaks of; of the models as last checked. */
  modelAt(place: ModelPlace, signal: AbortSignal): Promise<ModelFacts | undefined>;
  /** What can be done about a finding of the last check. */
  fixesOf(question: FixQuestion, signal: AbortSignal): Promise<readonly Fix[]>;
  /** What an upgrade, a downgrade or a stamp would do to a database that was read. Nothing is run there. */
  preview(request: PreviewRequest, signal: AbortSignal): Promise<PreviewDocument>;
  /** The preview of an upgrade or a downgrade, tried out on a clone of the schema. */
  rehearse(request: PreviewRequest, onProgress: RehearsalListener, signal: AbortSignal): Promise<RunPreview>;
  /** What rules say of a revision, on the schema that the revisions before it leave. */
  checkRules(question: RuleQuestion, signal: AbortSignal): Promise<readonly RuleFinding[]>;
  /** SQL of a migration tool beside ours, told alike where it means the same. */
  sideBySide(ours: string, theirs: string, signal: AbortSignal): Promise<SideBySide>;
}

export interface RuleQuestion {
  readonly projectId: string;
  readonly revision: string;
  /** Major; of the environments that it will run in, the lowest. */
  readonly serverVersion: number;
  readonly rules: RuleSettings;
}

export interface PreviewRequest {
  readonly kind: 'upgrade' | 'downgrade' | 'stamp';
  /** As the tool takes it: `head`, an id, `-1`, `base`. */
  readonly target: string;
  /** See {@link PreviewQuestion.from}. */
  readonly from: string | undefined;
  readonly environment: { readonly name: string; readonly protected: boolean; readonly writable: boolean };
  readonly drift: DriftQuestion;
  readonly reading: VersionTableReading;
  /** Asked what is going on there now. */
  readonly connection: Connection;
  readonly timeouts: ConnectionTimeouts;
  readonly rules: RuleSettings;
  /** See the setting of this name. */
  readonly serverFolder: string | undefined;
  /** Paths of the SQL files of the workspace: with its Python files, what may name what a revision changes. */
  readonly sqlFiles: readonly string[];
}

export interface ModelFiles {
  /** Paths of the Python files of the workspace; absent: as before. */
  readonly files?: readonly string[];
  /** Texts of the open documents that are not saved, all of them. */
  readonly edited: ReadonlyMap<string, string>;
  /** Files that may say something else on disk than the last time; `all`: any may. */
  readonly changed: readonly string[] | 'all';
}

export interface ModelQuestion {
  readonly projectId: string;
  /** Databases that were read. None: the models are compared with the migrations only. */
  readonly environments: readonly ModelEnvironment[];
  readonly ignore: readonly IgnoreRule[];
  readonly severities: readonly SeverityRule[];
  /** Fingerprints of findings that are known and left for later. */
  readonly baseline: ReadonlySet<string>;
  /** The version of the report that the asker has. */
  readonly known: number | undefined;
}

export interface CheckedModels {
  /** Tells this report from earlier ones. */
  readonly version: number;
  readonly report: ModelReport;
}

export interface ModelEnvironment {
  readonly name: string;
  readonly protected: boolean;
  readonly drift: Pick<DriftQuestion, 'database' | 'stamped' | 'applied' | 'schema'>;
}

export interface ModelPlace {
  readonly projectId: string;
  readonly file: string;
  /** UTF-16. */
  readonly offset: number;
}

export interface FixQuestion {
  readonly projectId: string;
  readonly fingerprint: string;
  /** The time that a new revision bears. */
  readonly created: Moment;
}

export interface ProjectScripts {
  readonly project: MigrationProject;
  readonly graph: RevisionGraph;
  readonly versionTable: VersionTable | undefined;
  /** File → text, of the scripts that are not as they were when the project was last taken over. */
  readonly changed: ReadonlyMap<string, string>;
}

export interface DriftQuestion {
  readonly projectId: string;
  /** As given to {@link SchemaEngine.readSchema}. */
  readonly database: string;
  /** The revisions that the version table holds; `undefined`: it was not read, or the checkout does not know them all. */
  readonly stamped: readonly string[] | undefined;
  /** Those and all that count as applied with them. */
  readonly applied: readonly string[];
  /** Where the version table was found: the schema in which the migrations create what they name without one. */
  readonly schema: string | undefined;
  readonly ignore: readonly IgnoreRule[];
}

export type SchemaSource =
  /** After these revisions and all below them. */
  | { readonly kind: 'revisions'; readonly projectId: string; readonly revisions: readonly string[] }
  /** As it was last read. */
  | { readonly kind: 'live'; readonly database: string };

export interface ScriptPlace {
  readonly projectId: string;
  readonly revision: string;
  /** UTF-16, in the revision's file. */
  readonly offset: number;
}
