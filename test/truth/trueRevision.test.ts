/**
 * The revision that a schema matches: for the catalog that real projects had after each of their revisions, it is that
 * revision, or one whose schema is the same. On demand: see `truthTrees.ts`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSql } from '../../src/adapters/libpgQuery.ts';
import type { DiffOptions } from '../../src/core/drift/diffSnapshots.ts';
import type { ObjectKind } from '../../src/core/drift/objectRef.ts';
import { effectsOf, type Timeline } from '../../src/core/drift/timeline.ts';
import { trueRevision } from '../../src/core/drift/trueRevision.ts';
import { sortRevisions } from '../../src/core/migration/sort.ts';
import type { SchemaSnapshot, Table } from '../../src/core/schema/snapshot.ts';
import { createExpressionComparer } from '../../src/core/sql/expressionComparer.ts';
import { replayTree } from '../support/replayTree.ts';
import { readRecorded } from '../support/truthSnapshots.ts';
import { checkouts, circumstancesOf, headsAmong, trees, truth } from '../support/truthTrees.ts';

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

/** What the recordings leave out. */
const notRecorded: ReadonlySet<ObjectKind> = new Set<ObjectKind>([
  'extension',
  'policy',
  'routine',
  'schema',
  'sequence',
  'trigger',
  'view',
]);

async function mistaken(folder: string, checkout: string): Promise<readonly string[]> {
  const sql = await loadSql();
  const recorded = readRecorded(folder, sql);
  const alike = sameSchemas(folder);
  const last = recorded.at(-1)?.revision ?? '';
  const { state, replay } = await replayTree(checkout, last, sql, circumstancesOf(folder));
  const { graph } = state;
  const known = new Map<SchemaSnapshot, SchemaSnapshot>();
  const timeline: Timeline = {
    order: [...sortRevisions(graph, new Set(graph.nodes.keys()), graph.effectiveHeads)].reverse(),
    parentsOf: (id) => graph.nodes.get(id)?.below ?? [],
    snapshotAt: (ids) => withoutRowSecurity(replay.snapshotOf(ids), known),
  };
  const options: DiffOptions = {
    expressions: createExpressionComparer(sql),
    memo: new WeakMap(),
    withoutRenames: true,
    scope: { ignore: ({ object }) => (notRecorded.has(object) ? 'not recorded' : undefined) },
  };
  const effects = effectsOf(timeline, options);
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

function withoutRowSecurity(
  snapshot: SchemaSnapshot,
  known: Map<SchemaSnapshot, SchemaSnapshot>,
): SchemaSnapshot {
  const before = known.get(snapshot);
  if (before !== undefined) return before;
  const tables = new Map([...snapshot.tables].map(([key, table]) => [key, withoutIt(table)]));
  const after = { ...snapshot, tables };
  known.set(snapshot, after);
  return after;
}

const plainTables = new WeakMap<Table, Table>();

function withoutIt(table: Table): Table {
  if (table.rowSecurity === undefined) return table;
  const { rowSecurity: _, ...plain } = table;
  const known = plainTables.get(table) ?? plain;
  plainTables.set(table, known);
  return known;
}
