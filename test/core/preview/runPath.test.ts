import { describe, expect, test } from 'vitest';
import { buildGraph, type RevisionGraph } from '../../../src/core/migration/graph.ts';
import type { ConventionId } from '../../../src/core/migration/project.ts';
import { standingOf } from '../../../src/core/migration/standing.ts';
import type { Stamp } from '../../../src/core/migration/versionTable.ts';
import { refusalOf, runPathOf } from '../../../src/core/preview/runPath.ts';
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
  expect(path(linear, pointer('aaa'), 'upgrade', '+5')).toBe(
    'There are fewer than 5 revisions in that direction.',
  );
});

describe('what the tool refuses', () => {
  const stuck = [{ ...revision('bbb', ['aaa']), hasDowngrade: false }];
  const whole = [{ ...revision('bbb', ['aaa']), hasDowngrade: true }];
  const clean = { faults: [] };

  test('a script that has no way back', () => {
    const why = (convention: ConventionId, direction: 'upgrade' | 'downgrade' = 'downgrade') =>
      refusalOf(convention, clean, direction, stuck);
    expect(why('alembic')).toBe('bbb cannot be taken back: its downgrade() is missing or raises an error.');
    expect(why('flyway')).toBe('bbb cannot be taken back: it has no undo script.');
    expect(why('golang-migrate')).toBe('bbb cannot be taken back: it has no down script.');
    expect(why('goose')).toBeUndefined();
    expect(why('alembic', 'upgrade')).toBeUndefined();
    expect(refusalOf('alembic', clean, 'downgrade', whole)).toBeUndefined();
  });

  test('a version table that says that something went wrong, once there is something to run', () => {
    const message = 'It stopped half-way.';
    const dirty = { faults: [{ kind: 'dirty', message }] } as const;
    expect(refusalOf('golang-migrate', dirty, 'upgrade', whole)).toBe(message);
    expect(refusalOf('golang-migrate', dirty, 'upgrade', [])).toBeUndefined();
    expect(
      refusalOf('flyway', { faults: [{ kind: 'outOfOrder', message }] }, 'upgrade', whole),
    ).toBeUndefined();
  });
});
