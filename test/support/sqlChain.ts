/** Schemas and chains of revisions written in SQL. */
import type { DriftInput } from '../../src/core/drift/driftReport.ts';
import { effectsOf, managedBy, type Timeline } from '../../src/core/drift/timeline.ts';
import type { MigrationOperation } from '../../src/core/migration/operations/operation.ts';
import { applyOperations } from '../../src/core/schema/apply.ts';
import { emptySnapshot, type SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import { createExpressionComparer } from '../../src/core/sql/expressionComparer.ts';
import { readSql } from '../../src/core/sql/readSql.ts';
import type { SqlParser } from '../../src/core/sql/sqlParser.ts';

export function schemaOf(
  sql: string,
  parser: SqlParser,
  start: SchemaSnapshot = emptySnapshot,
): SchemaSnapshot {
  const operations = operationsIn(sql, parser, 'live.sql');
  const { snapshot, problems } = applyOperations(start, operations, { sql: parser, searchPath: ['public'] });
  const [problem] = problems;
  if (problem !== undefined) throw new Error(`The SQL of the test fails: ${problem.message}`);
  return snapshot;
}

function operationsIn(sql: string, parser: SqlParser, file: string): readonly MigrationOperation[] {
  return readSql(sql, parser, (range) => ({ file, range }));
}

/** One revision after the other, each by its id. */
export interface Chain {
  readonly timeline: Timeline;
  readonly input: (
    live: SchemaSnapshot,
    stamped: readonly string[] | undefined,
    more?: Partial<DriftInput>,
  ) => DriftInput;
  /** The schema after a revision, as a database would have it. */
  at(revision: string): SchemaSnapshot;
}

/** @param parents Of revisions that do not follow the one before them. */
export function chainOf(
  scripts: Readonly<Record<string, string>>,
  parser: SqlParser,
  parents: Readonly<Record<string, readonly string[]>> = {},
): Chain {
  const order = Object.keys(scripts);
  const parentsOf = (id: string): readonly string[] =>
    parents[id] ?? order.slice(0, order.indexOf(id)).slice(-1);
  const operations = new Map(order.map((id) => [id, operationsIn(scripts[id] ?? '', parser, `${id}.sql`)]));
  const lineage = (ids: readonly string[]): ReadonlySet<string> =>
    new Set(ids.flatMap((id) => [id, ...lineage(parentsOf(id))]));
  const known = new Map<string, SchemaSnapshot>();
  const snapshotAt = (ids: readonly string[]): SchemaSnapshot => {
    const wanted = lineage(ids);
    return order
      .filter((id) => wanted.has(id))
      .reduce<{ readonly key: string; readonly snapshot: SchemaSnapshot }>(
        ({ key, snapshot }, id) => {
          const next = `${key} ${id}`;
          const after = known.get(next) ?? applied(snapshot, operations.get(id) ?? [], id, parser);
          known.set(next, after);
          return { key: next, snapshot: after };
        },
        { key: '', snapshot: emptySnapshot },
      ).snapshot;
  };
  const timeline: Timeline = { order, parentsOf, snapshotAt };
  const expressions = createExpressionComparer(parser);
  const heads = order.filter((id) => !order.some((other) => parentsOf(other).includes(id)));
  return {
    timeline,
    at: (revision) => snapshotAt([revision]),
    input: (live, stamped, more = {}) => ({
      live,
      timeline,
      effects: effectsOf(timeline, { expressions }),
      heads,
      stamped,
      applied: [...lineage(stamped ?? [])],
      scope: { managed: managedBy(timeline) },
      expressions,
      operationsOf: (id) => operations.get(id) ?? [],
      ...more,
    }),
  };
}

function applied(
  snapshot: SchemaSnapshot,
  operations: readonly MigrationOperation[],
  revision: string,
  sql: SqlParser,
): SchemaSnapshot {
  const context = { sql, searchPath: ['public'], revision };
  const result = applyOperations(snapshot, operations, context);
  const [problem] = result.problems;
  if (problem !== undefined) throw new Error(`Revision ${revision} of the test fails: ${problem.message}`);
  return result.snapshot;
}
