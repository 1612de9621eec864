import { expect, test } from 'vitest';
import { buildGraph } from '../../../src/core/migration/graph.ts';
import { marksOf } from '../../../src/core/migration/marks.ts';
import { revision } from '../../support/chains.ts';

test('heads, merges, branch points, labels and repeatable scripts are marked', () => {
  const revisions = [
    revision('a', [], { branchLabels: ['shop'] }),
    revision('b', ['a']),
    revision('c', ['a']),
    revision('d', ['b', 'c']),
    revision('views', [], { repeatable: true }),
  ];
  const graph = buildGraph(revisions);
  expect(Object.fromEntries(revisions.map((one) => [one.id, marksOf(graph, one)]))).toEqual({
    a: ['branch point', 'shop'],
    b: ['shop'],
    c: ['shop'],
    d: ['head', 'merge', 'shop'],
    views: ['repeatable'],
  });
});

test('a revision of another chain has none', () => {
  expect(marksOf(buildGraph([revision('a')]), revision('b'))).toEqual([]);
});
