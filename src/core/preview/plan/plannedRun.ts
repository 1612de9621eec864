/**
 * What an upgrade or a downgrade would run on one database, statement by statement: nothing in it is run.
 *
 * Starts from the schema that is really there, so that guards are decided and names found as they would be.
 */
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import type { SchemaSnapshot } from '../../schema/snapshot.ts';
import type { Location } from '../../text/range.ts';
import type { Problem } from '../../text/read.ts';

export type Direction = 'upgrade' | 'downgrade';

export interface PlannedRun {
  readonly direction: Direction;
  /** What the tool does before the first revision: makes its version table where there is none. */
  readonly first: readonly string[];
  /** In the order in which they run. */
  readonly revisions: readonly PlannedRevision[];
  /** The schema afterwards, as far as it is known. */
  readonly after: SchemaSnapshot;
  /** A whole sentence: what is written into the version table besides, or why that is not shown. */
  readonly versionTableNote?: string;
}

export interface PlannedRevision {
  readonly revision: string;
  readonly before: SchemaSnapshot;
  /** What changes the schema or rows, then what changes the version table. */
  readonly statements: readonly PlannedStatement[];
  /** Without the semicolon at their ends. */
  readonly versionTable: readonly string[];
}

/** One statement as the server gets it. */
export interface PlannedStatement {
  readonly location: Location;
  readonly text: StatementText;
  /** What it does, each with the schema right before it: the branches that run, never `conditional` or `attempt`. */
  readonly steps: readonly PlannedStep[];
  /** A whole sentence, where nobody can tell whether it runs. */
  readonly condition?: string;
  /** Runs outside of the migration's transaction, and commits what came before. */
  readonly autocommit: boolean;
  /** Why it would fail: what the schema lacks or has already, what the migration tool makes of it. */
  readonly problems: readonly Problem[];
  /** Whole sentences, told with what it costs. */
  readonly notes?: readonly string[];
  /** A whole sentence, where PostgreSQL names something here that the script would name otherwise. */
  readonly namedHere?: string;
}

export interface PlannedStep {
  readonly operation: MigrationOperation;
  /** Its maps, and those of `after`, stand on those of other steps: they do not cross threads. */
  readonly before: SchemaSnapshot;
  readonly after: SchemaSnapshot;
}

export type StatementText =
  /** Without the semicolon at its end. */
  | { readonly kind: 'sql'; readonly sql: string }
  /** Only running it would tell: the script's own lines are shown in its place. A whole sentence says why. */
  | { readonly kind: 'source'; readonly source: string; readonly reason: string };
