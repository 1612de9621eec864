import { expect, test } from 'vitest';
import { layoutOf } from '../../../src/core/graph/layout.ts';
import { drawn, nodes } from '../../support/graphText.ts';

test('a chain is one lane', () => {
  expect(drawn(nodes('c<b', 'b<a', 'a'))).toEqual(['c0', '0-0', 'b0', '0-0', 'a0']);
});

test('a branch takes a lane of its own and joins the trunk at once', () => {
  expect(drawn(nodes('trunk<base', 'side<base', 'base'))).toEqual([
    'trunk0',
    '0-0',
    'side1',
    '0-0 1-0',
    'base0',
  ]);
});

test('a merge opens a lane for its other parent, which ends where both come from', () => {
  expect(drawn(nodes('merge<left,right', 'left<base', 'right<base', 'base'))).toEqual([
    'merge0',
    '0-0 0-1',
    'left0',
    '0-0 1-1',
    'right1',
    '0-0 1-0',
    'base0',
  ]);
});

test('a dependency is a line of its own kind', () => {
  expect(drawn(nodes('b<a~x', 'a', 'x'))).toEqual(['b0', '0-0 0~1', 'a0', '1~1', 'x1']);
});

test('a dependency on what it follows anyway is drawn once', () => {
  expect(drawn(nodes('b<a~a', 'a'))).toEqual(['b0', '0-0', 'a0']);
});

test('several chains beside each other reuse a lane that has ended', () => {
  expect(drawn(nodes('b<a', 'a', 'd<c', 'c'))).toEqual(['b0', '0-0', 'a0', '', 'd0', '0-0', 'c0']);
});

test('lines that join remember every revision they come from', () => {
  const { rows } = layoutOf({ nodes: nodes('one<base', 'two<base', 'three<one', 'base') });
  // `three` follows one that is listed above it: a broken order draws no line upwards.
  expect(rows.at(2)?.lines.map(({ sources }) => sources)).toEqual([['one', 'two']]);
});

test('a parent that is not in the picture has no line', () => {
  expect(drawn(nodes('b<gone', 'a'))).toEqual(['b0', '', 'a0']);
});

test('every line of a history arrives where it is meant to', () => {
  const history = nodes(
    'm2<m1,x2',
    'x2<x1~d1',
    'm1<l2,r1',
    'l2<l1',
    'x1<base',
    'd1',
    'l1<base',
    'r1<base',
    'base',
  );
  const { rows, rowOf } = layoutOf({ nodes: history });
  for (const [at, { node, lane }] of rows.entries()) {
    for (const target of [...node.down, ...node.dependsOn]) {
      let lanes = new Set([lane]);
      for (let row = at; row < (rowOf.get(target) ?? 0); row++) {
        const lines = rows[row]?.lines ?? [];
        lanes = new Set(lines.filter(({ from }) => lanes.has(from)).map(({ to }) => to));
      }
      expect([...lanes], `${node.id} → ${target}`).toContain(rows[rowOf.get(target) ?? -1]?.lane);
    }
  }
});

test('two thousand revisions with a side branch every ten stay narrow', () => {
  const chain = Array.from({ length: 2000 }, (_, index) => {
    const id = 2000 - index;
    if (id === 1) return 'r1';
    return id % 10 === 0 ? `r${id}<r${id - 1},r${id - 5}` : `r${id}<r${id - 1}`;
  });
  expect(layoutOf({ nodes: nodes(...chain) }).lanes).toBe(2);
});
