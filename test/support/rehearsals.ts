/** Runs of SQL statements, planned on a schema and tried out. */
import { fileURLToPath } from 'node:url';
import { createRehearsal, type RehearsalOptions } from '../../src/adapters/rehearsal/createRehearsal.ts';
import type { Rehearsal } from '../../src/app/previewPorts.ts';
import type { PlannedRun } from '../../src/core/preview/plan/plannedRun.ts';
import { planRun } from '../../src/core/preview/plan/planRun.ts';
import type { RehearsalResult, Rehearsed } from '../../src/core/preview/rehearsal/rehearsal.ts';
import {
  type PreparedRehearsal,
  type RehearsalInput,
  rehearsalJobOf,
} from '../../src/core/preview/rehearsal/rehearsalJob.ts';
import { rehearsalResultOf } from '../../src/core/preview/rehearsal/rehearsalResult.ts';
import type { SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import { createExpressionComparer } from '../../src/core/sql/expressionComparer.ts';
import { packedPostgres } from '../../src/dev/buildPostgres.ts';
import { operations, sql, type Written } from './replaySql.ts';

/** What each revision does, in the order of the run. */
export type Revisions = Readonly<Record<string, readonly Written[]>>;

const searchPath = ['public'];

export function runOf(live: SchemaSnapshot, revisions: Revisions): PlannedRun {
  return planRun({
    direction: 'upgrade',
    revisions: Object.entries(revisions).map(([revision, written]) => ({
      revision,
      operationsAt: () => operations(...written),
    })),
    start: live,
    sql,
    searchPath,
    serverVersion: 18,
    readFile: () => undefined,
  });
}

export type JobOptions = Partial<Pick<RehearsalInput, 'stamped' | 'transaction'>>;

export function prepare(
  live: SchemaSnapshot,
  revisions: Revisions,
  { stamped, transaction = 'revision' }: JobOptions = {},
): PreparedRehearsal {
  const run = runOf(live, revisions);
  return rehearsalJobOf({ run, live, searchPath, stamped, transaction, sql });
}

export function judge(
  rehearsed: Rehearsed,
  prepared: PreparedRehearsal,
  live: SchemaSnapshot,
  target: SchemaSnapshot,
  serverVersion = '18.4',
): RehearsalResult {
  const expressions = createExpressionComparer(sql);
  return rehearsalResultOf(rehearsed, { prepared, live, target, serverVersion, expressions });
}

/** On PGlite, from the files that a build packs. */
export async function embeddedRehearsal(
  options: Omit<RehearsalOptions, 'workerFile'> = {},
): Promise<Rehearsal> {
  return createRehearsal({
    workerFile: fileURLToPath(new URL('../../src/rehearsalWorker.ts', import.meta.url)),
    postgresFolder: await packedPostgres(),
    ...options,
  });
}
