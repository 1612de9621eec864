/**
 * Models of real projects against the databases that their own revisions made, one after the other: whatever a database
 * lacks there is pending or unmigrated, nothing has drifted, and at the heads nothing is pending. On demand, like the
 * replay.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSql } from '../../src/adapters/libpgQuery.ts';
import { effectsOf, managedBy, type Timeline } from '../../src/core/drift/timeline.ts';
import type { RevisionGraph } from '../../src/core/migration/graph.ts';
import { sortRevisions } from '../../src/core/migration/sort.ts';
import { createCheckMemo } from '../../src/core/models/check/checkMemo.ts';
import { checkModels } from '../../src/core/models/check/checkModels.ts';
import { findingText } from '../../src/core/models/check/findingWords.ts';
import { createExpressionComparer } from '../../src/core/sql/expressionComparer.ts';
import { modelsOf } from '../support/modelSql.ts';
import { replayTree } from '../support/replayTree.ts';
import { readRecorded } from '../support/truthSnapshots.ts';
import { checkouts, circumstancesOf, headsAmong, trees, truth } from '../support/truthTrees.ts';

const withModels = trees.filter((tree) => existsSync(join(truth, 'models', tree)));

test.skipIf(withModels.length > 0)(
  'DRIFTLINE_TRUTH and DRIFTLINE_TREES are not set: nothing is compared',
  (context) => {
    context.skip('Set both to ask for the reasons of recorded catalogs.');
  },
);

/** Of the many states of a chain. */
const STATES = 12;

describe.each(withModels)('%s', (tree) => {
  test('no database has left its revisions', { timeout: 600_000 }, async (context) => {
    if (!existsSync(join(checkouts, tree))) context.skip(`There is no checkout of ${tree}.`);
    const { wrong, reasons } = await judge(tree);
    console.log(`${tree}: ${JSON.stringify(reasons)}`);
    expect(wrong).toEqual([]);
  });
});

async function judge(tree: string) {
  const sql = await loadSql();
  const expressions = createExpressionComparer(sql);
  const folder = join(truth, 'schema', tree);
  const recorded = readRecorded(folder, sql);
  const last = recorded.at(-1)?.revision ?? '';
  const { state, replay, operationsOf } = await replayTree(
    join(checkouts, tree),
    last,
    sql,
    circumstancesOf(folder),
  );
  const { graph } = state;
  const timeline: Timeline = {
    order: [...sortRevisions(graph, new Set(graph.nodes.keys()), graph.effectiveHeads)].reverse(),
    parentsOf: (id) => graph.nodes.get(id)?.below ?? [],
    snapshotAt: (ids) => replay.snapshotOf(ids),
  };
  const effects = effectsOf(timeline, { expressions });
  const heads = graph.effectiveHeads;
  const migrations = { timeline, effects, heads, managed: managedBy(timeline), operationsOf };
  const { models, text } = modelsOf(createAll(tree), sql);
  const memo = createCheckMemo();
  const reasons: Record<string, number> = {};
  const wrong: string[] = [];
  const every = Math.ceil(recorded.length / STATES);
  for (const [at, { revision, snapshot: live }] of recorded.entries()) {
    const isLast = at === recorded.length - 1;
    if (at % every !== 0 && !isLast) continue;
    const stamped = headsAmong(
      graph,
      recorded.slice(0, at + 1).map((one) => one.revision),
    );
    const applied = below(graph, stamped);
    const { findings } = checkModels({
      models,
      migrations,
      environments: [{ name: 'production', protected: true, live, stamped, applied }],
      expressions,
      severities: [],
      baseline: new Set(),
      textOf: () => text,
      memo,
    });
    for (const finding of findings)
      for (const { environment, reason } of finding.places) {
        if (environment === undefined) continue;
        reasons[reason.kind] = (reasons[reason.kind] ?? 0) + 1;
        const isWrong =
          reason.kind === 'drifted' ||
          (reason.kind === 'pending' && (isLast || applied.includes(reason.maker.revision)));
        if (isWrong) wrong.push(`${revision}: ${findingText(finding)}`);
      }
  }
  return { wrong, reasons };
}

function createAll(tree: string): string {
  const folder = join(truth, 'models', tree);
  const { meta } = JSON.parse(readFileSync(join(folder, 'models.json'), 'utf8')) as {
    readonly meta: { readonly extensions: readonly string[] };
  };
  const extensions = meta.extensions.map((name) => `create extension if not exists "${name}";`);
  return [...extensions, readFileSync(join(folder, 'create_all.sql'), 'utf8')].join('\n');
}

function below({ nodes }: RevisionGraph, ids: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const open = [...ids];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(nodes.get(id)?.below ?? []));
  }
  return [...found];
}
