import { describe, expect, test } from 'vitest';
import { buildGraph, type RevisionGraph } from '../../../src/core/migration/graph.ts';
import { standingOf } from '../../../src/core/migration/standing.ts';
import type { Stamp } from '../../../src/core/migration/versionTable.ts';
import { runPathOf } from '../../../src/core/preview/runPath.ts';
import { revision } from '../../support/chains.ts';

const linear = buildGraph([revision('aaa'), revision('bbb', ['aaa']), revision('ccc', ['bbb'])]);
const forked = buildGraph([
  revision('aaa'),
  revision('bbb', ['aaa']),
  revision('ccc', ['aaa']),
  revision('mmm', ['bbb', 'ccc']),
]);

const pointer = (...heads: readonly string[]): Stamp => ({ kind: 'pointer', heads, faults: [] });
const log = (...applied: readonly string[]): Stamp => ({ kind: 'log', applied, faults: [] });

/** `aaa → ccc: bbb ccc`, or why not. */
function path(
  graph: RevisionGraph,
  stamp: Stamp,
  direction: 'upgrade' | 'downgrade',
  target: string,
): string {
  const found = runPathOf(graph, stamp, standingOf(graph, stamp), direction, target);
  if (found.kind === 'notFound') return found.message;
  const { from, to, revisions } = found;
  return `${from.join('+')} → ${to.join('+')}: ${revisions.map(({ id }) => id).join(' ')}`;
}

describe('a tool that records where it stands', () => {
  test('goes up to the heads, to a revision, by a step', () => {
    expect(path(linear, pointer('aaa'), 'upgrade', 'heads')).toBe('aaa → ccc: bbb ccc');
    expect(path(linear, pointer(), 'upgrade', 'bbb')).toBe(' → bbb: aaa bbb');
    expect(path(linear, pointer('aaa'), 'upgrade', '+1')).toBe('aaa → bbb: bbb');
    expect(path(linear, pointer('ccc'), 'upgrade', 'heads')).toBe('ccc → ccc: ');
  });

  test('goes down by a step, to a revision, to base', () => {
    expect(path(linear, pointer('ccc'), 'downgrade', '-1')).toBe('ccc → bbb: ccc');
    expect(path(linear, pointer('ccc'), 'downgrade', 'aaa')).toBe('ccc → aaa: ccc bbb');
    expect(path(linear, pointer('ccc'), 'downgrade', 'base')).toBe('ccc → : ccc bbb aaa');
  });

  test('a merge stands for both of its branches, and leaves both behind when it is taken back', () => {
    expect(path(forked, pointer('bbb'), 'upgrade', 'heads')).toBe('bbb → mmm: ccc mmm');
    expect(path(forked, pointer('bbb'), 'upgrade', 'ccc')).toBe('bbb → bbb+ccc: ccc');
    expect(path(forked, pointer('mmm'), 'downgrade', 'bbb')).toBe('mmm → bbb+ccc: mmm');
  });
});

describe('a tool that records every script', () => {
  test('also runs what an earlier run has left out', () => {
    expect(path(linear, log('aaa', 'ccc'), 'upgrade', 'heads')).toBe('ccc → ccc: bbb');
    expect(path(linear, log('bbb'), 'upgrade', 'ccc')).toBe('bbb → ccc: aaa ccc');
  });

  test('stops at the script that is named', () => {
    expect(path(linear, log(), 'upgrade', 'bbb')).toBe(' → bbb: aaa bbb');
  });
});

test('what cannot be told says why', () => {
  expect(path(linear, pointer('zzz'), 'upgrade', 'heads')).toBe(
    'The version table holds zzz, which no script of this checkout has, so nobody can tell what would run.',
  );
  expect(path(linear, pointer('aaa'), 'upgrade', 'nope')).toMatch(/nope.*\.$/);
  expect(path(linear, pointer('aaa'), 'upgrade', '+5')).toBe('There are no 5 revisions in that direction.');
});
