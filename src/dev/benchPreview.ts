/**
 * Previews: 50 pending revisions on a schema of 1,000 tables, against parsing their scripts; and the rehearsal of such a run
 * on a schema of 200 tables, against the preview.
 */
import path from 'node:path';
import { loadSql } from '../adapters/libpgQuery.ts';
import { createRehearsal } from '../adapters/rehearsal/createRehearsal.ts';
import { loadPython } from '../adapters/treeSitter.ts';
import { readAlembicOperations } from '../core/migration/alembic/operations/readAlembicOperations.ts';
import type { PlannedRun } from '../core/preview/plan/plannedRun.ts';
import { planRun } from '../core/preview/plan/planRun.ts';
import { previewRun } from '../core/preview/previewRun.ts';
import { rehearsalJobOf } from '../core/preview/rehearsal/rehearsalJob.ts';
import { applyOperations } from '../core/schema/apply.ts';
import { emptySnapshot, type SchemaSnapshot } from '../core/schema/snapshot.ts';
import { defaultSettings } from '../core/settings.ts';
import { readSql } from '../core/sql/readSql.ts';
import type { SqlParser } from '../core/sql/sqlParser.ts';
import { project } from './benchProject.ts';
import { idOf, scriptText } from './benchScripts.ts';
import { root } from './root.ts';

const PENDING = 50;
const RUNS = 7;
const searchPath = ['public'];

export async function benchPreview(): Promise<void> {
  const [python, sql] = [await loadPython(), await loadSql()];
  const scripts = Array.from({ length: PENDING }, (_, n) => ({
    file: `/bench/${idOf(n)}.py`,
    text: scriptText(n),
    readImport: () => undefined,
  }));
  const parsers = { python, sql };
  const revisions = scripts.map((one, n) => {
    const { upgrade } = readAlembicOperations(one, parsers, project).value;
    return { revision: idOf(n), operationsAt: () => upgrade };
  });
  const plan = (start: SchemaSnapshot): PlannedRun =>
    planRun({
      direction: 'upgrade',
      revisions,
      start,
      sql,
      searchPath,
      serverVersion: 18,
      readFile: () => undefined,
    });
  const wide = schemaOf(1_000, sql);
  const parsed = median(() => scripts.map((one) => python.read(one.text, (tree) => tree.endIndex)));
  const previewed = median(() => preview(plan(wide), sql, scripts));
  const ratio = (previewed / parsed).toFixed(1);
  console.log(`\n${PENDING} pending revisions on 1,000 tables:`);
  console.log(`  previewed       ${previewed.toFixed(0)} ms, ${ratio} times parsing their scripts`);
  const narrow = schemaOf(200, sql);
  const { job } = rehearsalJobOf({
    run: plan(narrow),
    live: narrow,
    searchPath,
    stamped: undefined,
    transaction: 'run',
    sql,
  });
  const rehearse = createRehearsal({ workerFile: path.join(root, 'dist/rehearsalWorker.cjs') });
  const target = { serverVersion: '18.0', serverFolder: undefined };
  const start = performance.now();
  const { failure } = await rehearse(job, target, () => undefined, new AbortController().signal);
  const rehearsed = performance.now() - start;
  if (failure !== undefined) throw new Error(`The rehearsal failed: ${failure.message}`);
  console.log(
    `  rehearsed       ${rehearsed.toFixed(0)} ms on 200 tables, ${job.clone.length} statements to clone them`,
  );
}

function preview(
  run: PlannedRun,
  sql: SqlParser,
  scripts: readonly { readonly file: string; readonly text: string }[],
): unknown {
  const texts = new Map(scripts.map(({ file, text }) => [file, text]));
  return previewRun({
    project: 'bench',
    environment: { name: 'bench', protected: false },
    serverVersion: '18.0',
    from: [],
    assumed: false,
    to: [idOf(PENDING - 1)],
    transactions: 'run',
    run,
    sql,
    searchPath,
    revisionOf: (id) => ({ message: id, file: `/bench/${id}.py` }),
    textOf: (file) => texts.get(file),
    sizes: new Map(),
    activity: 'It was not asked.',
    uses: new Map(),
    rules: defaultSettings.rules,
  });
}

function schemaOf(tables: number, sql: SqlParser): SchemaSnapshot {
  const ddl = Array.from(
    { length: tables },
    (_, n) =>
      `create table t${n} (id bigserial primary key, parent bigint, a text not null, b varchar(20) default 'x', c timestamptz default now(), d int check (d > 0)); create index ix_t${n} on t${n} (b); alter table t${n} add foreign key (parent) references t${n} (id);`,
  );
  const operations = ddl.flatMap((one) => readSql(one, sql, () => ({ file: 'bench.sql' })));
  return applyOperations(emptySnapshot, operations, { sql, searchPath }).snapshot;
}

function median(task: () => unknown): number {
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    task();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return times[Math.floor(RUNS / 2)] ?? 0;
}

if (process.argv[1] === import.meta.filename) await benchPreview();
