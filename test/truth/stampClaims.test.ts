/**
 * What a stamp claims of real projects, held against the catalog that they had after each of their revisions: up to that
 * revision nothing is called false, and nothing above it that is. On demand: see `truthTrees.ts`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ancestorsOf } from '../../src/core/migration/graph.ts';
import { ClaimJudge } from '../../src/core/preview/stamp/claims.ts';
import type { SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import { type RecordedTimeline, recordedTimeline } from '../support/truthTimeline.ts';
import { checkouts, headsAmong, trees, truth } from '../support/truthTrees.ts';

test.skipIf(trees.length > 0)(
  'DRIFTLINE_TRUTH and DRIFTLINE_TREES are not set: nothing is judged',
  (context) => {
    context.skip('Set both to judge stamps by recorded catalogs.');
  },
);

/** Every so many catalogs are asked; the last one always. */
const STRIDE = 8;

describe.each(trees)('%s', (tree) => {
  test('what a true stamp claims is so, and what it takes back is not', {
    timeout: 600_000,
  }, async (context) => {
    if (!existsSync(join(checkouts, tree))) context.skip(`There is no checkout of ${tree}.`);
    const all = await recordedTimeline(join(truth, 'schema', tree), join(checkouts, tree));
    const applied: string[] = [];
    const wrong: string[] = [];
    for (const [index, { revision, snapshot }] of all.recorded.entries()) {
      applied.push(revision);
      const isAsked = index % STRIDE === 0 || index === all.recorded.length - 1;
      if (isAsked) wrong.push(...falseClaims(all, headsAmong(all.graph, applied), snapshot));
    }
    expect(wrong).toEqual([]);
  });
});

function falseClaims(
  { timeline, effects, options, graph }: RecordedTimeline,
  heads: readonly string[],
  live: SchemaSnapshot,
): readonly string[] {
  const { expressions, scope = {} } = options;
  const below = ancestorsOf(graph.nodes, heads);
  const claimed = timeline.order.filter((id) => below.has(id));
  const input = { live, timeline, effects, expressions, scope, operationsOf: () => [] };
  const judge = new ClaimJudge(input, heads, claimed);
  const told = timeline.order.flatMap((id) =>
    (below.has(id) ? judge.claimsOf(id) : judge.disclaimsOf(id)).map((claim) => ({ id, ...claim })),
  );
  // Comments were not recorded.
  return told
    .filter(({ truth: verdict, text }) => verdict === 'false' && !text.startsWith('comment of '))
    .map(({ id, text, why }) => `at ${heads.join(' ')}: ${id} ${text}: ${why}`);
}
