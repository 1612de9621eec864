/** What the observations of a rehearsal say about the environment. */
import { describe, expect, test } from 'vitest';
import { refText } from '../../../../src/core/drift/objectRef.ts';
import type { RehearsalFailure, Rehearsed } from '../../../../src/core/preview/rehearsal/rehearsal.ts';
import { rehearsalResultOf } from '../../../../src/core/preview/rehearsal/rehearsalResult.ts';
import { emptySnapshot, type SchemaSnapshot } from '../../../../src/core/schema/snapshot.ts';
import { createExpressionComparer } from '../../../../src/core/sql/expressionComparer.ts';
import { judge, prepare, type Revisions } from '../../../support/rehearsals.ts';
import { apply, sql } from '../../../support/replaySql.ts';

const people = 'CREATE TABLE people (id integer, name text)';
const live = apply([people]).snapshot;

function resultOf(seen: Partial<Rehearsed>, revisions: Revisions = {}, start = live, target = start) {
  return judge(rehearsedOf(seen, start), prepare(start, revisions), start, target);
}

function rehearsedOf(seen: Partial<Rehearsed>, start = live): Rehearsed {
  return {
    server: 'embedded',
    serverVersion: '18.6',
    cloned: start,
    after: seen.failure === undefined ? start : undefined,
    statements: [],
    standIns: [],
    refused: [],
    called: [],
    notes: [],
    ...seen,
  };
}

const failure: RehearsalFailure = {
  revision: 'b2',
  index: 1,
  sql: 'ALTER TABLE people ADD COLUMN name text',
  message: 'column "name" of relation "people" already exists',
  code: '42701',
  detail: undefined,
  hint: undefined,
};

describe('a failure', () => {
  test('is one of the environment where nothing speaks against it', () => {
    expect(resultOf({ failure })).toMatchObject({ outcome: 'failed', failure, remaining: undefined });
  });

  test.each<[string, Partial<RehearsalFailure>, Partial<Rehearsed>]>([
    ['roles are not cloned', { code: '42704', message: 'role "clerk" does not exist' }, {}],
    [
      'collations are not cloned',
      { code: '42704', message: 'collation "de" for encoding "UTF8" does not exist' },
      {},
    ],
    ['extensions may be missing', { code: '0A000', message: 'extension "postgis" is not available' }, {}],
    [
      'rows are not cloned',
      { code: '23503', message: 'insert or update violates foreign key constraint' },
      {},
    ],
    ['a block may raise because of rows', { code: 'P0001', message: 'no admin found' }, {}],
    [
      'an extension stood in',
      { code: '42883', message: 'operator does not exist: vector <-> vector' },
      { standIns: ['vector'] },
    ],
    [
      'a routine without its body was called',
      {},
      { called: [{ routine: 'public.f()', revision: 'b2', index: 1 }] },
    ],
    ['the server broke down', { code: undefined, message: 'unreachable' }, {}],
    ['the clone lacks what it names', {}, { cloned: apply(['CREATE TABLE people (id integer)']).snapshot }],
  ])('is in doubt where %s', (_, change, seen) => {
    const result = resultOf({ ...seen, failure: { ...failure, ...change } });
    expect([result.outcome, result.failure?.index]).toEqual(['incomplete', 1]);
    expect(result.limits.length).toBeGreaterThan(resultOf({ ...seen }).limits.length);
  });

  test('that PostgreSQL tells by the same code as a missing feature is none of the clone', () => {
    const refused = { code: '0A000', message: 'cannot alter type of a column used by a view or rule' };
    expect(resultOf({ failure: { ...failure, ...refused } }).outcome).toBe('failed');
  });

  test('is in doubt only where what was left out came before it, and can matter', () => {
    const loop = { kind: 'opaque', reason: 'A loop is not followed.', affects: 'anything' } as const;
    const rowsOnly = { ...loop, affects: [] };
    const outcome = (revisions: Revisions) => resultOf({ failure }, revisions).outcome;
    expect(outcome({ a1: [loop], b2: [people] })).toBe('incomplete');
    expect(outcome({ a1: [rowsOnly], b2: [people] })).toBe('failed');
    expect(outcome({ a1: [people], b2: ['DROP TABLE people', people, loop] })).toBe('failed');
  });

  test('is in doubt where what was not read of the environment is named', () => {
    const unread: SchemaSnapshot = {
      ...live,
      uncertainties: [
        {
          reason: 'It was locked.',
          affects: [{ kind: 'table', name: { schema: 'public', name: 'people' } }],
        },
      ],
    };
    const result = resultOf({ failure }, {}, unread);
    expect([result.outcome, result.limits[0]]).toEqual([
      'incomplete',
      'It may come from what was not read of the environment: It was locked.',
    ]);
  });
});

describe('what remains', () => {
  const target = apply([
    people,
    'CREATE TABLE pets (id integer)',
    'CREATE INDEX people_name ON people (name)',
  ]).snapshot;

  test('is what the run did not do', () => {
    expect(resultOf({}, {}, live, target).remaining?.map(refText)).toEqual(['people_name on people', 'pets']);
  });

  test('is not what only the clone lacks', () => {
    const start = apply([people, 'CREATE INDEX people_name ON people (name)']).snapshot;
    const after = apply([people, 'CREATE TABLE pets (id integer)']).snapshot;
    const result = resultOf({ cloned: live, after }, {}, start, target);
    expect(result.remaining).toEqual([]);
    expect(result.limits).toContain(
      'The clone is not as the environment in index people_name on people: nothing is said about that.',
    );
  });

  test('is not the body of a routine that the clone never had', () => {
    const touch = (body: string) =>
      `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN ${body} RETURN NEW; END'`;
    const [real, standIn] = [apply([touch('')]).snapshot, apply([touch('NULL;')]).snapshot];
    expect(resultOf({ cloned: standIn, after: standIn }, {}, real).remaining).toEqual([]);
    const replaced = apply([touch('PERFORM 1;')]).snapshot;
    expect(resultOf({ cloned: standIn, after: replaced }, {}, real).remaining?.map(refText)).toEqual([
      'touch()',
    ]);
  });
});

test('another major version is a limit, another minor one is not', () => {
  const limits = (serverVersion: string) =>
    resultOf({ serverVersion }).limits.filter((one) => one.includes('It ran on'));
  expect(limits('18.6')).toEqual([]);
  expect(limits('17.2')).toEqual([
    'It ran on PostgreSQL 17.2, and the environment is on 18.4: what these versions do differently is not shown.',
  ]);
});

test('a run that makes an extension that only stood in is incomplete', () => {
  const makes: Revisions = { a1: ['CREATE EXTENSION vector'] };
  expect(resultOf({}, makes).outcome).toBe('passed');
  expect(resultOf({ standIns: ['vector'] }, makes).outcome).toBe('incomplete');
  const before: SchemaSnapshot = {
    ...emptySnapshot,
    extensions: new Map([['vector', { name: 'vector', schema: 'public' }]]),
  };
  expect(resultOf({ standIns: ['vector'] }, {}, before).outcome).toBe('passed');
});

test('what one reason keeps out is told once, with its revisions', () => {
  const loop = { kind: 'opaque', reason: 'A loop is not followed.', affects: 'anything' } as const;
  const { limits, outcome } = resultOf({}, { a1: [loop, people, loop], b2: [loop] });
  expect(outcome).toBe('incomplete');
  expect(limits.filter((one) => one.includes('not tried out'))).toEqual([
    '3 statements of a1 and b2 were not tried out. A loop is not followed.',
  ]);
});

describe('what the tool may do otherwise there', () => {
  const judged = (change: Partial<RehearsalFailure>) =>
    rehearsalResultOf(rehearsedOf({ failure: { ...failure, ...change } }), {
      prepared: prepare(live, {}),
      live,
      target: live,
      serverVersion: '18.4',
      expressions: createExpressionComparer(sql),
      doubts: { transaction: 'It would go otherwise.', versionSchema: 'ops' },
    });

  test('leaves a refusal inside of a transaction in doubt', () => {
    const { outcome, limits } = judged({ code: '25001' });
    expect([outcome, limits[0]]).toEqual(['incomplete', 'It would go otherwise.']);
  });

  test('may make the schema of the version table', () => {
    const first = { revision: undefined, index: undefined, code: '3F000' };
    expect(judged(first).limits[0]).toBe(
      'The code that runs the migrations may make schema ops before: it is not run here.',
    );
    expect(judged({ ...first, revision: 'b2' }).outcome).toBe('failed');
  });
});
