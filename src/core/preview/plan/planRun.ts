/**
 * The statements of an upgrade or a downgrade on a schema, in the order in which they would run. Nothing is run.
 *
 * Snapshots share what does not change, so a plan costs about what its statements change.
 */
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import { Draft } from '../../schema/apply/draft.ts';
import type { SchemaSnapshot } from '../../schema/snapshot.ts';
import type { SqlParser } from '../../sql/sqlParser.ts';
import type { Direction, PlannedRevision, PlannedRun } from './plannedRun.ts';
import { planStatements } from './planStatements.ts';
import { type VersionTableState, versionTableRun } from './versionTable.ts';

export interface RunInput {
  readonly direction: Direction;
  /** In the order in which they run. */
  readonly revisions: readonly RunRevision[];
  /** What is there before the first of them. */
  readonly start: SchemaSnapshot;
  readonly sql: SqlParser;
  /** Of the session that runs the migrations. */
  readonly searchPath: readonly string[];
  /** Major: `17`. */
  readonly serverVersion: number;
  /** Absent where it is not known. */
  readonly versionTable?: VersionTableState;
  /** The text of a script, or of a file that it calls; for the lines that are shown where there is no SQL. */
  readonly readFile: (path: string) => string | undefined;
}

export interface RunRevision {
  readonly revision: string;
  /** What its script does, in the direction of the run, to the schema that it finds. */
  readonly operationsAt: (before: SchemaSnapshot) => readonly MigrationOperation[];
}

export function planRun(input: RunInput): PlannedRun {
  const { direction, revisions, start, serverVersion, readFile, versionTable } = input;
  const ids = revisions.map(({ revision }) => revision);
  const versions = versionTable && versionTableRun(versionTable, ids, direction);
  const madeTypes = new Set<string>();
  const planned: PlannedRevision[] = [];
  let before = start;
  for (const [index, { revision, operationsAt }] of revisions.entries()) {
    const draft = new Draft(before, { sql: input.sql, searchPath: input.searchPath, revision });
    const planning = { draft, serverVersion, readFile, madeTypes };
    const statements = planStatements(operationsAt(before), planning);
    planned.push({ revision, before, statements, versionTable: versions?.after[index] ?? [] });
    before = draft.finish();
  }
  return {
    direction,
    first: versions?.first ?? [],
    revisions: planned,
    after: before,
    ...(versions?.note === undefined ? {} : { versionTableNote: versions.note }),
  };
}
