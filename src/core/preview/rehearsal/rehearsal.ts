/** A run tried out on an empty clone of an environment's schema. Plain data, in and out. */
import type { Difference } from '../../drift/difference.ts';
import type { QualifiedName } from '../../schema/name.ts';
import type { SchemaSnapshot } from '../../schema/snapshot.ts';
import type { RelationLock } from '../locks/impact.ts';

/** What whoever runs it needs: SQL only. */
export interface RehearsalJob {
  /** Those that the environment has, then those that the run makes. */
  readonly extensions: readonly RehearsalExtension[];
  /** Makes the clone on an empty database, statement by statement; one that fails may go through after the others. */
  readonly clone: readonly string[];
  readonly searchPath: readonly string[];
  /** What a transaction spans: each revision, or all of them. */
  readonly transaction: 'revision' | 'run';
  /** Before all revisions. */
  readonly first: readonly string[];
  readonly revisions: readonly RehearsalRevision[];
}

export interface RehearsalExtension {
  readonly name: string;
  /** Absent: the run makes it. */
  readonly create?: string;
  /** Makes something of its name where the server does not have it, with types that hold nothing. */
  readonly standIn: readonly string[];
}

export interface RehearsalRevision {
  readonly revision: string;
  /** By their place in the planned revision; those that nobody can tell are left out, and reported. */
  readonly statements: readonly RehearsalStatement[];
  readonly versionTable: readonly string[];
}

export interface RehearsalStatement {
  readonly index: number;
  readonly sql: string;
  readonly autocommit: boolean;
  /** It makes this extension. */
  readonly extension?: string;
}

export interface RehearsalResult {
  /** `incomplete`: all that could be run went well, but some of it could not be run. */
  readonly outcome: 'passed' | 'failed' | 'incomplete';
  /** `18.1`; whether it is of the target's major version is told among {@link limits}. */
  readonly serverVersion: string;
  readonly server: 'embedded' | 'local';
  readonly failure?: RehearsalFailure;
  readonly statements: readonly ObservedStatement[];
  /** Between the clone after the run and the schema at the target; `undefined`: it was not reached. */
  readonly remaining: readonly Difference[] | undefined;
  /** Whole sentences: what this does not prove. */
  readonly limits: readonly string[];
}

export interface RehearsalFailure {
  /** `undefined`: it failed as the whole run was committed. */
  readonly revision: string | undefined;
  /** `undefined`: what changes the version table, or the commit. */
  readonly index: number | undefined;
  readonly sql: string;
  /** As PostgreSQL says it. */
  readonly message: string;
  /** SQLSTATE. */
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  /** What PostgreSQL points to: in `sql`, in UTF-16 units, counted from 0. */
  readonly position?: number;
}

export interface ObservedStatement {
  readonly revision: string;
  /** `undefined`: what changes the version table at its end, where later revisions run in the same transaction. */
  readonly index: number | undefined;
  /** Those it took that the transaction did not have yet, on what was there before the run; `undefined`: not seen. */
  readonly locks: readonly RelationLock[] | undefined;
  readonly rewrites: readonly QualifiedName[];
}

/** What was seen while a job ran. */
export interface Rehearsed {
  readonly server: RehearsalResult['server'];
  readonly serverVersion: string;
  /** What the job's statements made of an empty database. */
  readonly cloned: SchemaSnapshot;
  /** `undefined`: the run failed. */
  readonly after: SchemaSnapshot | undefined;
  readonly statements: readonly ObservedStatement[];
  readonly failure?: RehearsalFailure;
  /** Extensions that the server does not have: something stood in for them. */
  readonly standIns: readonly string[];
  /** Statements of the clone that failed. */
  readonly refused: readonly { readonly sql: string; readonly message: string }[];
  /** Routines without their body that were called, by statement. */
  readonly called: readonly CalledRoutine[];
  /** Whole sentences: why it is not the server that was asked for. */
  readonly notes: readonly string[];
}

export interface CalledRoutine {
  readonly routine: string;
  readonly revision: string;
  readonly index: number | undefined;
}

export interface RehearsalProgress {
  readonly phase: 'starting' | 'cloning' | 'running' | 'comparing';
  /** The revision that is being run. */
  readonly revision?: string;
  readonly done: number;
  readonly all: number;
}
