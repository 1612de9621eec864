import { describe, expect, test } from 'vitest';
import { loadSql } from '../../../src/adapters/libpgQuery.ts';
import { driftReport } from '../../../src/core/drift/driftReport.ts';
import type { DriftReport, Explanation } from '../../../src/core/drift/report.ts';
import { managedBy } from '../../../src/core/drift/timeline.ts';
import { revisionsText } from '../../../src/core/drift/verdictWords.ts';
import { differenceText, subjectText } from '../../../src/core/drift/words.ts';
import { type Chain, chainOf, schemaOf } from '../../support/sqlChain.ts';

const parser = await loadSql();

const shop = chainOf(
  {
    a1: 'create table users (id int primary key, name text not null);',
    b2: 'create table orders (id int primary key, user_id int references users (id)); create index ix_orders_user on orders (user_id);',
    c3: 'insert into users values (1, null);',
    d4: 'alter table users add column email varchar(255); alter table orders add column total numeric(10, 2); create table invoices (id int);',
    e5: 'alter table users alter column email set not null;',
  },
  parser,
);

/** The verdict, then a line for each finding and difference. */
function report(
  chain: Chain,
  live: string | undefined,
  at: string | undefined,
  stamped: readonly string[] | undefined,
): readonly string[] {
  const start = at === undefined ? undefined : chain.at(at);
  const schema = schemaOf(live ?? 'select 1', parser, start);
  return lines(driftReport(chain.input(schema, stamped)));
}

function lines({ verdict: { kind, match }, revisions, differences }: DriftReport): readonly string[] {
  const equivalent =
    match.equivalent.length === 0 ? '' : ` like ${match.equivalent.map(revisionsText).join(', ')}`;
  return [
    `${kind}: ${match.revisions.join(' + ') || 'base'}${equivalent}`,
    ...revisions.map(
      ({ revision, recorded, there, missing }) =>
        `${revision}${recorded ? '' : ' (not recorded)'}: ${there.length} there, ${missing.length} missing`,
    ),
    ...differences.map(
      ({ difference, explanation }) =>
        `${subjectText(difference)}: ${differenceText(difference)} | ${reasonText(explanation)}`,
    ),
  ];
}

function reasonText(explanation: Explanation): string {
  const maker = 'maker' in explanation ? (explanation.maker?.revision ?? 'nobody') : 'nobody';
  return `${explanation.kind} by ${maker}`;
}

test('a schema at its stamp agrees, and what is pending is told with the revision that will make it', () => {
  expect(report(shop, undefined, 'd4', ['d4'])).toEqual([
    'agrees: d4',
    'users.email: nullable instead of not null | pending by e5',
  ]);
});

test('a change by hand is drift, and names the revision that made it otherwise', () => {
  expect(report(shop, 'alter table users alter column name drop not null;', 'e5', ['e5'])).toEqual([
    'drifted: e5',
    'users.name: nullable instead of not null | drifted by a1',
  ]);
});

test('a stamp that lies: the schema is that of an earlier revision', () => {
  const [verdict, ...rest] = report(shop, undefined, 'b2', ['e5']);
  expect(verdict).toBe('disagrees: c3 like b2');
  expect(rest).toContain('d4: 0 there, 3 missing');
});

test('a revision that is applied without being recorded', () => {
  const found = report(shop, undefined, 'd4', ['c3']);
  expect(found[0]).toBe('disagrees: d4');
  expect(found).toContain('d4 (not recorded): 3 there, 0 missing');
  expect(found).toContain('invoices: not in the migrations | unstamped by d4');
});

test('a revision that is applied in part: both lists', () => {
  const live = 'alter table users drop column email; drop table invoices;';
  const start = schemaOf(live, parser, shop.at('d4'));
  const { revisions } = driftReport(shop.input(start, ['d4']));
  const [finding] = revisions;
  expect(finding?.revision).toBe('d4');
  expect(finding?.there.map(subjectText)).toEqual(['orders.total']);
  expect(finding?.missing.map(subjectText)).toEqual(['invoices', 'users.email']);
});

test('revisions without an effect on the schema cannot be told apart, but the stamp wins among them', () => {
  expect(report(shop, undefined, 'b2', ['b2'])[0]).toBe('agrees: b2 like c3');
  expect(report(shop, undefined, 'b2', ['c3'])[0]).toBe('agrees: c3 like b2');
});

test('some drift by hand does not push the answer to another revision', () => {
  const byHand =
    'create index by_hand on users (name); alter table orders drop constraint orders_user_id_fkey;';
  const found = driftReport(shop.input(schemaOf(byHand, parser, shop.at('b2')), ['e5']));
  expect([...found.verdict.match.revisions, ...found.verdict.match.equivalent.flat()].sort()).toEqual([
    'b2',
    'c3',
  ]);
});

test('an empty database is at base', () => {
  expect(report(shop, undefined, undefined, [])[0]).toBe('agrees: base');
  expect(report(shop, undefined, undefined, ['e5'])[0]).toBe('disagrees: base');
});

test('without a stamp the schema still says where it is', () => {
  expect(report(shop, undefined, 'd4', undefined)[0]).toBe('unstamped: d4');
});

describe('several branches', () => {
  const branched = chainOf(
    {
      base: 'create table a (id int);',
      left: 'create table l (id int);',
      right: 'create table r (id int, x int);',
      merge: 'create table m (id int);',
    },
    parser,
    { left: ['base'], right: ['base'], merge: ['left', 'right'] },
  );

  test('a database can stand on both', () => {
    const live = branched.timeline.snapshotAt(['left', 'right']);
    const { match } = driftReport(branched.input(live, ['left'])).verdict;
    expect([...match.revisions].sort()).toEqual(['left', 'right']);
  });

  test('or on one of them', () => {
    const { match } = driftReport(branched.input(branched.at('right'), undefined)).verdict;
    expect(match.revisions).toEqual(['right']);
  });
});

test('a database with another project’s tables', () => {
  const other = chainOf({ x1: 'create table storage_elem_01_files (id int);' }, parser);
  const input = shop.input(other.at('x1'), [], {
    scope: {
      managed: managedBy(shop.timeline),
      others: [{ project: 'storage-element', managed: managedBy(other.timeline) }],
    },
  });
  const found = driftReport({ ...input, stamped: undefined });
  expect(found.verdict.kind).toBe('foreign');
  expect(found.foreign.map(({ project }) => project)).toEqual(['storage-element']);
});

test('the place of the operation behind a difference', () => {
  const start = schemaOf('drop index ix_orders_user', parser, shop.at('b2'));
  const { differences } = driftReport(shop.input(start, ['b2']));
  const first = differences.find(({ difference }) => difference.object === 'index');
  const maker = first !== undefined && 'maker' in first.explanation ? first.explanation.maker : undefined;
  expect(maker).toEqual({ revision: 'b2', location: { file: 'b2.sql', range: { start: 77, end: 124 } } });
});
