/**
 * Models of real projects, read without running them, against the database that SQLAlchemy's `create_all` made of
 * them, fact by fact: nothing that is read may be wrong, and nearly nothing unknown. On demand, like the replay.
 *
 * `DRIFTLINE_TRUTH`: a folder of `models/<tree>/`. `DRIFTLINE_TREES`: a folder of checkouts, `<tree>`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSql } from '../../src/adapters/libpgQuery.ts';
import { loadPython } from '../../src/adapters/treeSitter.ts';
import { createExpressionComparer } from '../../src/core/sql/expressionComparer.ts';
import { type JudgedModels, judgeModels, type StatedPlace } from '../support/judgeModels.ts';
import { readTree } from '../support/modelTrees.ts';
import { readCatalog } from '../support/truthSnapshots.ts';
import { checkouts, truth } from '../support/truthTrees.ts';

const folder = join(truth, 'models');
const trees = truth === '' || checkouts === '' || !existsSync(folder) ? [] : readdirSync(folder);

test.skipIf(trees.length > 0)(
  'DRIFTLINE_TRUTH and DRIFTLINE_TREES are not set: nothing is compared',
  (context) => {
    context.skip('Set both to compare what is read of models with recorded catalogs.');
  },
);

describe.each(trees)('%s', (tree) => {
  test('what is read of its models is so', { timeout: 600_000 }, async (context) => {
    if (!existsSync(join(checkouts, tree))) context.skip(`There is no checkout of ${tree}.`);
    const judged = await judgeTree(tree);
    console.log(`${tree}: ${judged.summary}`);
    expect(judged.wrong).toEqual([]);
    expect(judged.columns).toBeGreaterThan(0);
    expect(judged.unknownColumns.length / judged.columns).toBeLessThan(0.03);
  });
});

interface Recorded {
  readonly meta: { readonly model_files: readonly string[] };
  readonly columns: Readonly<
    Record<string, { readonly file: string | null; readonly line: number; readonly db_table: string }>
  >;
}

async function judgeTree(tree: string): Promise<JudgedModels> {
  const [sql, python] = [await loadSql(), await loadPython()];
  const recorded = JSON.parse(readFileSync(join(folder, tree, 'models.json'), 'utf8')) as Recorded;
  const root = join(checkouts, tree);
  const files = recorded.meta.model_files.map((file) => join(root, file));
  const models = readTree(root, files, { python, sql });
  const places = Object.entries(recorded.columns).map(([name, { file, line, db_table }]): StatedPlace => {
    const column = name.slice(name.lastIndexOf('.') + 1);
    return { column: `${db_table}.${column}`, file: file === null ? undefined : join(root, file), line };
  });
  const catalog = readCatalog(join(folder, tree, 'catalog.json'), sql);
  const readFile = (file: string) => readFileSync(file, 'utf8');
  return judgeModels(models, catalog, places, readFile, createExpressionComparer(sql));
}
