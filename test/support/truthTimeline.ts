/** The revisions of a checkout beside the catalogs that were recorded after each of them. */

import { loadSql } from '../../src/adapters/libpgQuery.ts';
import type { DiffOptions } from '../../src/core/drift/diffSnapshots.ts';
import type { ObjectKind } from '../../src/core/drift/objectRef.ts';
import { type Effects, effectsOf, type Timeline } from '../../src/core/drift/timeline.ts';
import type { RevisionGraph } from '../../src/core/migration/graph.ts';
import { sortRevisions } from '../../src/core/migration/sort.ts';
import type { SchemaSnapshot, Table } from '../../src/core/schema/snapshot.ts';
import { createExpressionComparer } from '../../src/core/sql/expressionComparer.ts';
import { replayTree } from './replayTree.ts';
import { readRecorded } from './truthSnapshots.ts';
import { circumstancesOf } from './truthTrees.ts';

export interface RecordedTimeline {
  readonly graph: RevisionGraph;
  readonly timeline: Timeline;
  readonly effects: Effects;
  readonly recorded: ReturnType<typeof readRecorded>;
  readonly options: DiffOptions;
}

export async function recordedTimeline(folder: string, checkout: string): Promise<RecordedTimeline> {
  const sql = await loadSql();
  const recorded = readRecorded(folder, sql);
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
  return { graph, timeline, effects: effectsOf(timeline, options), recorded, options };
}

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
