/**
 * The schema engine without a server: a chain of 500 revisions read, replayed and matched, against parsing alone; two
 * snapshots of 10,000 tables compared.
 */
import { loadSql } from '../adapters/libpgQuery.ts';
import { loadPython } from '../adapters/treeSitter.ts';
import { diffSnapshots } from '../core/drift/diffSnapshots.ts';
import { type Effects, effectsOf, type Timeline } from '../core/drift/timeline.ts';
import { trueRevision } from '../core/drift/trueRevision.ts';
import { readAlembicOperations } from '../core/migration/alembic/operations/readAlembicOperations.ts';
import { readRevision } from '../core/migration/alembic/readRevision.ts';
import { buildGraph } from '../core/migration/graph.ts';
import type { MigrationOperation } from '../core/migration/operations/operation.ts';
import { applyOperations } from '../core/schema/apply.ts';
import { replay } from '../core/schema/replay.ts';
import { emptySnapshot, type SchemaSnapshot } from '../core/schema/snapshot.ts';
import { createExpressionComparer } from '../core/sql/expressionComparer.ts';
import { readSql } from '../core/sql/readSql.ts';
import { project } from './benchProject.ts';
import { idOf as id, scriptText as script } from './benchScripts.ts';

const REVISIONS = 500;
const TABLES = 10_000;

export async function benchReplay(): Promise<void> {
  const [python, sql] = [await loadPython(), await loadSql()];
  const expressions = createExpressionComparer(sql);
  const scripts = Array.from({ length: REVISIONS }, (_, n) => ({
    file: `/bench/${id(n)}.py`,
    text: script(n),
    readImport: () => undefined,
  }));
  const headers = scripts.flatMap((one) => readRevision(one, python).value ?? []);
  const graph = buildGraph(headers);
  const parsed = time(() => scripts.map((one) => python.read(one.text, (root) => root.endIndex)));
  const operations = new Map<string, readonly MigrationOperation[]>();
  const read = time(() => {
    for (const [n, one] of scripts.entries())
      operations.set(id(n), readAlembicOperations(one, { python, sql }, project).value.upgrade);
  });
  const before = heapMb();
  const replayed = replay(graph, (one) => operations.get(one) ?? [], { sql, searchPath: ['public'] });
  const applied = time(() => [...replayed.prepare()]);
  const memory = heapMb() - before;
  const timeline: Timeline = {
    order: headers.map((one) => one.id),
    parentsOf: (one) => graph.nodes.get(one)?.below ?? [],
    snapshotAt: (ids) => replayed.snapshotOf(ids),
  };
  let effects: Effects = new Map();
  const explained = time(() => {
    effects = effectsOf(timeline, { expressions });
  });
  const live = replayed.snapshotAt(id(400));
  const matched = time(() => trueRevision(live, timeline, effects, [id(REVISIONS - 1)], { expressions }));
  console.log(
    `\n${REVISIONS} revisions, ${replayed.snapshotAt(id(REVISIONS - 1)).tables.size} tables at the head:`,
  );
  const ratio = (ms: number) => `${ms.toFixed(0)} ms, ${(ms / parsed).toFixed(1)} times the parser`;
  console.log(`  parsed          ${parsed.toFixed(0)} ms`);
  console.log(`  read            ${ratio(read)}`);
  console.log(`  replayed        ${ratio(applied)}; all snapshots take ${memory.toFixed(0)} MB`);
  console.log(`  effects         ${ratio(explained)}`);
  console.log(`  true revision   ${ratio(matched)}`);
  compareLarge(sql, expressions);
}

/** Nothing shared, one table in a hundred different. */
function compareLarge(
  sql: Awaited<ReturnType<typeof loadSql>>,
  expressions: ReturnType<typeof createExpressionComparer>,
): void {
  const [before, after] = [large(sql, 'varchar(36)'), large(sql, 'uuid')];
  let differences = 0;
  const compare = () =>
    time(() => {
      differences = diffSnapshots(before, after, { expressions }).differences.length;
    });
  const ms = Math.min(compare(), compare(), compare());
  console.log(`Two snapshots of ${TABLES} tables, ${differences} differences: ${ms.toFixed(0)} ms`);
}

function large(sql: Awaited<ReturnType<typeof loadSql>>, type: string): SchemaSnapshot {
  const ddl = Array.from({ length: TABLES }, (_, n) => {
    const odd = n % 100 === 0 ? type : 'text';
    return `create table t${n} (id bigserial primary key, a ${odd} not null, b varchar(20) default 'x', c timestamptz default now(), d int check (d > 0)); create index ix_t${n} on t${n} (b);`;
  });
  const operations = ddl.flatMap((one) => readSql(one, sql, () => ({ file: 'bench.sql' })));
  return applyOperations(emptySnapshot, operations, { sql, searchPath: ['public'] }).snapshot;
}

function time(task: () => unknown): number {
  const start = performance.now();
  task();
  return performance.now() - start;
}

function heapMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}

if (process.argv[1] === import.meta.filename) await benchReplay();
