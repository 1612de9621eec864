/**
 * What the application asks about schemas. The answers are plain data, because whoever answers may live in another
 * thread: replaying a long chain and comparing thousands of tables must not hold up an editor.
 */

import type { ObjectHistory } from '../core/drift/history.ts';
import type { IgnoreRule } from '../core/drift/ignoreRules.ts';
import type { DriftReport } from '../core/drift/report.ts';
import type { RevisionGraph } from '../core/migration/graph.ts';
import type { MigrationProject } from '../core/migration/project.ts';
import type { VersionTable } from '../core/migration/versionTable.ts';
import type { ConnectionTimeouts } from '../core/settings.ts';
import type { Connection } from './ports.ts';

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
  ): Promise<LiveSchema>;
  drift(question: DriftQuestion, signal: AbortSignal): Promise<DriftReport>;
  /** A schema as SQL, for people to read and compare. */
  ddl(source: SchemaSource, signal: AbortSignal): Promise<string>;
  /** What became of the table or column named at a place of a script; `undefined` where none is named. */
  historyAt(place: ScriptPlace, signal: AbortSignal): Promise<ObjectHistory | undefined>;
}

export interface ProjectScripts {
  readonly project: MigrationProject;
  readonly graph: RevisionGraph;
  readonly versionTable: VersionTable | undefined;
  /** File → text, of the scripts that are not as they were when the project was last taken over. */
  readonly changed: ReadonlyMap<string, string>;
}

export interface LiveSchema {
  readonly serverVersion: string;
  readonly tables: number;
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
