/**
 * Replay of real projects against what PostgreSQL had after each of their revisions, fact by fact: nothing that
 * replay claims may be wrong. On demand, because it needs recorded catalogs and the repositories they were made from.
 *
 * `DRIFTLINE_TRUTH`: a folder of `schema/<tree>/snapshots.json`. `DRIFTLINE_TREES`: a folder of checkouts, `<tree>`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSql } from '../../src/adapters/libpgQuery.ts';
import { createExpressionComparer } from '../../src/core/sql/expressionComparer.ts';
import { factsOf, type Judged, judge } from '../support/facts.ts';
import { replayTree } from '../support/replayTree.ts';
import { readRecorded } from '../support/truthSnapshots.ts';
import { checkouts, circumstancesOf, headsAmong, trees, truth } from '../support/truthTrees.ts';

test.skipIf(trees.length > 0)(
  'DRIFTLINE_TRUTH and DRIFTLINE_TREES are not set: nothing is compared',
  (context) => {
    context.skip('Set both to compare replay with recorded catalogs.');
  },
);

describe.each(trees)('%s', (tree) => {
  test('what replay says of every revision is so', { timeout: 600_000 }, async (context) => {
    const folder = join(truth, 'schema', tree);
    if (!existsSync(join(checkouts, tree))) context.skip(`There is no checkout of ${tree}.`);
    const judged = await judgeTree(folder, join(checkouts, tree));
    console.log(summary(tree, judged));
    expect(judged.filter(({ verdict }) => verdict === 'wrong')).toEqual([]);
    expect(judged.filter(({ verdict }) => verdict === 'equal').length).toBeGreaterThan(0);
  });
});

async function judgeTree(folder: string, checkout: string): Promise<readonly Judged[]> {
  const sql = await loadSql();
  const expressions = createExpressionComparer(sql);
  const recorded = readRecorded(folder, sql);
  const last = recorded.at(-1)?.revision ?? '';
  const { state, replay } = await replayTree(checkout, last, sql, circumstancesOf(folder));
  const applied: string[] = [];
  return recorded.flatMap(({ revision, snapshot, hasSequences }) => {
    applied.push(revision);
    const own = replay.snapshotOf(headsAmong(state.graph, applied));
    const factsIn = (one: typeof own) => factsOf(one, expressions, hasSequences);
    return judge(factsIn(snapshot), factsIn(own), own);
  });
}

function summary(tree: string, judged: readonly Judged[]): string {
  const count = (verdict: Judged['verdict']) => judged.filter((one) => one.verdict === verdict).length;
  return `${tree}: ${judged.length} facts, ${count('equal')} equal, ${count('unknown')} unknown, ${count('wrong')} wrong`;
}
