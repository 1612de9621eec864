/**
 * The revision that a schema matches: for the catalog that real projects had after each of their revisions, it is that
 * revision, or one whose schema is the same. On demand: see `truthTrees.ts`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { trueRevision } from '../../src/core/drift/trueRevision.ts';
import { recordedTimeline } from '../support/truthTimeline.ts';
import { checkouts, headsAmong, trees, truth } from '../support/truthTrees.ts';

test.skipIf(trees.length > 0)(
  'DRIFTLINE_TRUTH and DRIFTLINE_TREES are not set: nothing is matched',
  (context) => {
    context.skip('Set both to match recorded catalogs.');
  },
);

describe.each(trees)('%s', (tree) => {
  test('every recorded catalog is found to be that of its revision', {
    timeout: 600_000,
  }, async (context) => {
    const folder = join(truth, 'schema', tree);
    if (!existsSync(join(checkouts, tree))) context.skip(`There is no checkout of ${tree}.`);
    expect(await mistaken(folder, join(checkouts, tree))).toEqual([]);
  });
});

async function mistaken(folder: string, checkout: string): Promise<readonly string[]> {
  const { graph, timeline, recorded, options, effects } = await recordedTimeline(folder, checkout);
  const alike = sameSchemas(folder);
  const applied: string[] = [];
  return recorded.flatMap(({ revision, snapshot }) => {
    const match = trueRevision(snapshot, timeline, effects, undefined, options);
    const named = [...match.revisions, ...match.equivalent.flat(), ...match.tied.flat()];
    applied.push(revision);
    const right = headsAmong(graph, applied).flatMap((id) => alike.get(id) ?? [id]);
    return named.some((id) => right.includes(id)) ? [] : [`${revision} is taken for ${named.join(', ')}`];
  });
}

/** Revision → all whose schemas are the same as its own. */
function sameSchemas(folder: string): ReadonlyMap<string, readonly string[]> {
  const { by_schema_hash: groups } = JSON.parse(
    readFileSync(join(folder, 'which_revision.json'), 'utf8'),
  ) as { readonly by_schema_hash: Readonly<Record<string, readonly string[]>> };
  return new Map(Object.values(groups).flatMap((ids) => ids.map((id) => [id, ids] as const)));
}
