/** Chains against the answers recorded from Alembic 1.20.1 (`test/alembic` asks the newest one again). */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../../src/core/migration/graph.ts';
import { graphProblemText } from '../../../src/core/migration/graphProblem.ts';
import { lookUp } from '../../../src/core/migration/lookup.ts';
import { downgradePath, upgradePath } from '../../../src/core/migration/path.ts';
import { type Answers, answersTo, type Questions, revision } from '../../support/chains.ts';

interface Recorded {
  readonly questions: Questions;
  readonly answers: Answers;
}

const folder = new URL('../../fixtures/chains/', import.meta.url);

describe('heads, bases, labels, history, names and paths equal Alembic’s', () => {
  test.each(readdirSync(folder))('%s', (name) => {
    const recorded = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as readonly Recorded[];
    expect(recorded.length).toBeGreaterThan(0);
    for (const { questions, answers } of recorded) expect(answersTo(questions)).toEqual(answers);
  });
});

describe('a broken chain keeps what can be kept', () => {
  test('a missing parent is told, and its revision stays a head', () => {
    const graph = buildGraph([revision('aaa'), revision('bbb', ['zzz']), revision('ccc', ['bbb'])]);
    expect(graph.problems.filter(({ kind }) => kind === 'missingParent').map(graphProblemText)).toEqual([
      'Revision bbb follows zzz, which no script here declares. Restore that script, or name the revision it should follow.',
    ]);
    expect(graph.heads).toEqual(['aaa', 'ccc']);
    // `aaa` is the only base: what `bbb` follows is not known, so it must not pass for the start of a chain.
    expect(graph.bases).toEqual(['aaa']);
  });

  test('a missing dependency is told', () => {
    const graph = buildGraph([revision('aaa'), revision('bbb', ['aaa'], { dependsOn: ['zzz'] })]);
    expect(graph.problems.map(({ kind }) => kind)).toEqual(['missingDependency']);
    expect(graph.heads).toEqual(['bbb']);
  });

  test('an id used twice is told in both files and listed once', () => {
    const other = { file: '/versions/other.py' };
    const graph = buildGraph([revision('aaa'), revision('bbb', ['aaa']), revision('bbb', ['aaa'], other)]);
    expect(graph.problems.map(({ kind, file }) => [kind, file])).toEqual([
      ['duplicateId', '/versions/bbb.py'],
      ['duplicateId', '/versions/other.py'],
    ]);
    expect(graph.heads).toEqual(['bbb']);
  });

  test('a circle below a head, which Alembic does not notice, is told and every walk ends', () => {
    const graph = buildGraph([
      revision('xxx'),
      revision('aaa', ['xxx', 'ccc']),
      revision('bbb', ['aaa']),
      revision('ccc', ['bbb']),
      revision('ddd', ['ccc']),
    ]);
    expect(graph.problems.map(graphProblemText)).toEqual(
      Array(3).fill('Revisions ccc → bbb → aaa follow each other in a circle.'),
    );
    expect([graph.heads, graph.bases]).toEqual([['ddd'], ['xxx']]);
    const path = upgradePath(graph, [], 'heads');
    expect(path.kind === 'path' && path.revisions.map(({ id }) => id)).toEqual([
      'xxx',
      'aaa',
      'bbb',
      'ccc',
      'ddd',
    ]);
  });

  test('a revision that follows itself is told', () => {
    const graph = buildGraph([revision('aaa', ['aaa'])]);
    expect(graph.problems.map(graphProblemText)).toEqual(['Revision aaa follows itself.']);
  });

  test('a label used twice is told and stays with its first revision', () => {
    const label = { branchLabels: ['left'] };
    const graph = buildGraph([revision('aaa', [], label), revision('bbb', [], label)]);
    expect(graph.problems[0]).toMatchObject({ kind: 'labelTaken', revision: 'bbb', other: 'aaa' });
    expect(graph.labels.get('left')).toBe('aaa');
  });

  test('several heads are told at each of them', () => {
    const graph = buildGraph([revision('aaa'), revision('bbb', ['aaa']), revision('ccc', ['aaa'])]);
    expect(graph.problems.map(({ kind, file }) => [kind, file])).toEqual([
      ['severalHeads', '/versions/bbb.py'],
      ['severalHeads', '/versions/ccc.py'],
    ]);
  });

  test('heads that labels tell apart are no problem, until two of them share a branch', () => {
    const branches = [
      revision('aaa'),
      revision('bbb', ['aaa'], { branchLabels: ['left'] }),
      revision('ccc', ['aaa'], { branchLabels: ['right'] }),
    ];
    expect(buildGraph(branches).problems).toEqual([]);
    const { problems } = buildGraph([...branches, revision('ddd', ['ccc']), revision('eee', ['ccc'])]);
    expect(problems.map(({ kind, file }) => [kind, file])).toEqual([
      ['severalHeads', '/versions/bbb.py'],
      ['severalHeads', '/versions/ddd.py'],
      ['severalHeads', '/versions/eee.py'],
    ]);
  });

  test('a parent named twice makes a merge, which one step down does not lead through', () => {
    const graph = buildGraph([revision('aaa'), revision('bbb', ['aaa', 'aaa'])]);
    const path = upgradePath(graph, [], 'heads');
    expect(path.kind === 'path' && path.revisions.map(({ id }) => id)).toEqual(['aaa', 'bbb']);
    expect(downgradePath(graph, ['bbb'], '-1').kind).toBe('notFound');
    expect([graph.problems, graph.nodes.get('bbb')?.below]).toEqual([[], ['aaa']]);
  });

  test('no revisions are no problem', () => {
    const graph = buildGraph([]);
    expect([graph.heads, graph.problems, lookUp(graph, 'head')]).toEqual([
      [],
      [],
      { kind: 'found', ids: [] },
    ]);
  });
});

test('an ambiguous beginning names the candidates', () => {
  const graph = buildGraph([revision('abcd1'), revision('abcd2', ['abcd1'])]);
  expect(lookUp(graph, 'abcd')).toEqual({
    kind: 'notFound',
    message: "Several revisions start with 'abcd': abcd1, abcd2",
  });
});
