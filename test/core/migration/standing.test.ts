import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../../src/core/migration/graph.ts';
import { type Standing, standingOf } from '../../../src/core/migration/standing.ts';
import { headline } from '../../../src/core/status/stampReport.ts';
import { revision } from '../../support/chains.ts';

const linear = buildGraph([revision('aaa'), revision('bbb', ['aaa']), revision('ccc', ['bbb'])]);
const forked = buildGraph([
  revision('aaa'),
  revision('bbb', ['aaa']),
  revision('ccc', ['aaa']),
  revision('mmm', ['bbb', 'ccc']),
]);

function summary(standing: Standing) {
  return {
    at: standing.at.map(({ id }) => id),
    pending: standing.pending?.map(({ id }) => id),
    unknown: standing.unknown,
    says: headline({ kind: 'standing', standing }),
  };
}

const pointer = (...heads: readonly string[]) => ({ kind: 'pointer', heads, faults: [] }) as const;
const log = (...applied: readonly string[]) => ({ kind: 'log', applied, faults: [] }) as const;

describe('a version table that points into the chain', () => {
  test('no row is base', () => {
    expect(summary(standingOf(linear, pointer()))).toEqual({
      at: [],
      pending: ['aaa', 'bbb', 'ccc'],
      unknown: [],
      says: 'at base, 3 behind',
    });
  });

  test('all before the stamped revision counts as applied', () => {
    const standing = standingOf(linear, pointer('bbb'));
    expect([summary(standing).says, [...standing.applied].sort()]).toEqual(['1 behind', ['aaa', 'bbb']]);
  });

  test('at the head nothing is pending', () => {
    expect(summary(standingOf(linear, pointer('ccc'))).says).toBe('up to date');
  });

  test('one branch of two: the other and the merge are pending', () => {
    expect(summary(standingOf(forked, pointer('bbb'))).pending).toEqual(['ccc', 'mmm']);
    expect(summary(standingOf(forked, pointer('bbb', 'ccc'))).pending).toEqual(['mmm']);
  });

  test('an unknown revision hides what is pending', () => {
    expect(summary(standingOf(linear, pointer('zzz')))).toEqual({
      at: [],
      pending: undefined,
      unknown: ['zzz'],
      says: 'unknown revision zzz',
    });
  });

  test('a row that another already includes is a fault, because Alembic refuses it', () => {
    const { at, faults } = standingOf(linear, pointer('aaa', 'bbb'));
    expect(faults[0]?.message).toBe(
      'The version table also holds aaa, which bbb already includes. No upgrade runs until that row is removed.',
    );
    expect([at.map(({ id }) => id), faults.map(({ kind, id }) => [kind, id])]).toEqual([
      ['bbb'],
      [['overlap', 'aaa']],
    ]);
  });
});

describe('a broken chain', () => {
  const circle = buildGraph([revision('aaa', ['bbb']), revision('bbb', ['aaa'])]);
  const gap = buildGraph([revision('aaa'), revision('bbb', ['zzz']), revision('ccc', ['bbb'])]);
  const twins = buildGraph([revision('aaa'), revision('bbb', ['aaa']), revision('bbb', ['aaa'])]);

  test.each([
    ['a circle', circle, 'aaa'],
    ['a missing parent, below it', gap, 'aaa'],
    ['a missing parent, above it', gap, 'ccc'],
    ['an id used twice', twins, 'bbb'],
  ])('%s: nothing is claimed about what is pending', (_name, graph, at) => {
    const standing = standingOf(graph, pointer(at));
    expect(summary(standing)).toMatchObject({ pending: undefined, says: 'broken chain' });
    expect(standing.obstacle).toContain('Mend it first');
  });
});

describe('a version table with a row for each script', () => {
  test('whatever has no row is pending, also in the middle', () => {
    expect(summary(standingOf(linear, log('aaa', 'ccc')))).toMatchObject({
      at: ['ccc'],
      pending: ['bbb'],
      says: '1 behind',
    });
  });

  test('a row without a script is unknown, and what is pending is still known', () => {
    expect(summary(standingOf(linear, log('aaa', 'zzz')))).toMatchObject({
      pending: ['bbb', 'ccc'],
      unknown: ['zzz'],
    });
  });
});
