/** A planned run on a live schema → the statements that try it out on a clone. */
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import type { VersionRow } from '../../migration/versionTable.ts';
import { nameKey, type QualifiedName } from '../../schema/name.ts';
import type { SchemaSnapshot } from '../../schema/snapshot.ts';
import type { SqlParser } from '../../sql/sqlParser.ts';
import type { Location } from '../../text/range.ts';
import type { PlannedRun, PlannedStatement } from '../plan/plannedRun.ts';
import { cloneSql } from './cloneSql.ts';
import type { RehearsalExtension, RehearsalJob, RehearsalStatement } from './rehearsal.ts';
import { createRoles, rolesNamed } from './rolesNamed.ts';
import { newExtension, standInsOf } from './standInExtensions.ts';
import { insertRows } from './versionRows.ts';

export interface RehearsalInput {
  readonly run: PlannedRun;
  readonly live: SchemaSnapshot;
  readonly searchPath: readonly string[];
  /** `undefined`: the database has no version table. */
  readonly stamped: { readonly table: QualifiedName; readonly rows: readonly VersionRow[] } | undefined;
  /** What the tool does in one transaction; Alembic all, unless told `transaction_per_migration`. */
  readonly transaction: RehearsalJob['transaction'];
  readonly sql: SqlParser;
}

export interface PreparedRehearsal {
  readonly job: RehearsalJob;
  readonly roles: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/** A statement that cannot be tried out, or not as it is. */
export interface LeftOut {
  readonly revision: string;
  readonly index: number;
  readonly location: Location;
  /** A whole sentence. */
  readonly reason: string;
  /** Names of what it may change in the schema; empty: only rows. */
  readonly affects: 'anything' | readonly string[];
  /** It is tried out all the same: only the names that it gives are others. */
  readonly tried?: true;
}

export function rehearsalJobOf(input: RehearsalInput): PreparedRehearsal {
  const { run, live, searchPath, stamped, transaction, sql } = input;
  const revisions = run.revisions.map(({ revision, statements, versionTable }) => ({
    revision,
    statements: statements.flatMap((statement, index) => rehearsedStatement(statement, index) ?? []),
    versionTable,
  }));
  const texts = revisions.flatMap(({ statements }) => statements.map((one) => one.sql));
  const roles = rolesNamed(live, texts, sql);
  const { extensions, others } = standInsOf(live);
  const versionTable = stamped && live.tables.get(nameKey(stamped.table));
  const job: RehearsalJob = {
    extensions: [...extensions, ...extensionsMade(input)],
    clone: [
      ...createRoles(roles),
      ...others,
      ...cloneSql(live),
      ...(versionTable === undefined ? [] : insertRows(versionTable, stamped?.rows ?? [])),
    ],
    searchPath,
    transaction,
    first: run.first,
    revisions,
  };
  return { job, roles, leftOut: leftOutOf(run) };
}

function rehearsedStatement(statement: PlannedStatement, index: number): RehearsalStatement | undefined {
  const { text, autocommit, steps } = statement;
  if (text.kind === 'source' || statement.condition !== undefined) return undefined;
  const extension = steps.flatMap(({ operation }) => extensionOf(operation) ?? [])[0];
  return { index, sql: text.sql, autocommit, ...(extension && { extension: extension.extension }) };
}

function leftOutOf({ revisions }: PlannedRun): readonly LeftOut[] {
  return revisions.flatMap(({ revision, statements }) =>
    statements.flatMap((statement, index): readonly LeftOut[] => {
      const { text, condition, location, steps, namedHere } = statement;
      const reason = text.kind === 'source' ? text.reason : condition;
      const operations = steps.map((step) => step.operation);
      if (reason !== undefined)
        return [{ revision, index, location, reason, affects: affectedBy(operations) }];
      if (namedHere === undefined) return [];
      const affects = operations.flatMap((one) => ('table' in one && one.table ? [one.table.name] : []));
      return [{ revision, index, location, reason: namedHere, affects, tried: true }];
    }),
  );
}

function affectedBy(operations: readonly MigrationOperation[]): LeftOut['affects'] {
  const names: string[] = [];
  for (const operation of operations) {
    if (operation.kind === 'data' || operation.kind === 'noSchemaEffect') continue;
    if (operation.kind !== 'opaque' || operation.affects === 'anything') return 'anything';
    names.push(...operation.affects.map(({ name }) => name.name));
  }
  return operations.length === 0 ? 'anything' : names;
}

/** In the first schema of the search path, unless told otherwise. */
function extensionsMade({ run, live, searchPath }: RehearsalInput): readonly RehearsalExtension[] {
  const operations = run.revisions.flatMap(({ statements }) =>
    statements.flatMap(({ steps }) => steps.flatMap(({ operation }) => extensionOf(operation) ?? [])),
  );
  const made = new Map(operations.map((one) => [one.extension, one.schema ?? searchPath[0] ?? 'public']));
  return [...made]
    .filter(([name]) => !live.extensions.has(name))
    .map(([name, schema]) => newExtension({ name, schema }));
}

function extensionOf(operation: MigrationOperation) {
  return operation.kind === 'createExtension' ? operation : undefined;
}
