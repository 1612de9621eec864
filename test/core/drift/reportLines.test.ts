/** A report as people read it in a terminal. */
import { expect, test } from 'vitest';
import { loadSql } from '../../../src/adapters/libpgQuery.ts';
import { driftReport } from '../../../src/core/drift/driftReport.ts';
import { isShared } from '../../../src/core/drift/foreignWords.ts';
import { ignoring } from '../../../src/core/drift/ignoreRules.ts';
import type { DriftReport } from '../../../src/core/drift/report.ts';
import { reportLines, verdictLines } from '../../../src/core/drift/reportLines.ts';
import { managedBy } from '../../../src/core/drift/timeline.ts';
import { driftHeadline, matchNotes, shortVerdict } from '../../../src/core/drift/verdictWords.ts';
import { noPaint } from '../../../src/core/status/statusText.ts';
import { chainOf, schemaOf } from '../../support/sqlChain.ts';

const parser = await loadSql();

const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

const shop = chainOf(
  {
    a1: letters.map((name) => `create table t_${name} (owner_id varchar(36), note text);`).join('\n'),
    b2: 'create table folders (id int primary key); alter table t_a add column total int;',
    c3: 'alter table t_b add column email text; create index ix_t_b_email on t_b (email);',
  },
  parser,
);

const heads = ['c3'];

function linesOf(report: DriftReport, all = false): readonly string[] {
  const placeOf = ({ file }: { readonly file: string }) => `${file}:1`;
  return reportLines(report, { paint: noPaint, heads, all, placeOf });
}

function reportOf(live: string, at: string, stamped: readonly string[] | undefined): DriftReport {
  return driftReport(shop.input(schemaOf(live, parser, shop.at(at)), stamped));
}

const toUuid = (names: readonly string[]) =>
  names.map((name) => `alter table t_${name} alter owner_id type uuid using owner_id::uuid;`).join('\n');

test('a schema as its stamp says; what is pending is counted, and told one by one on request', () => {
  const report = reportOf('select 1', 'b2', ['b2']);
  expect(linesOf(report)).toEqual([
    '✓ The schema is that of its stamp, b2.',
    '  2 differences will be gone once what is pending is applied.',
  ]);
  expect(linesOf(report, true)).toEqual([
    '✓ The schema is that of its stamp, b2.',
    '  t_b',
    '    − email: missing (text)',
    '      pending: c3 adds it  c3.sql:1',
    '    − ix_t_b_email: missing (CREATE INDEX ix_t_b_email ON public.t_b USING btree (email))',
    '      pending: c3 adds it  c3.sql:1',
  ]);
  expect([shortVerdict(report, heads), driftHeadline(report)]).toEqual([
    { label: 'Schema as stamped' },
    undefined,
  ]);
});

test('a stamp that lies: first what the schema is, then what each revision left undone', () => {
  const report = reportOf('alter table t_a drop column total', 'b2', ['c3']);
  expect(linesOf(report).slice(0, 4)).toEqual([
    '✗ Stamped c3 (head), but the schema is most like that of b2: 24 of 25 facts and 8 of 9 effects agree.',
    '  ! b2 is recorded as applied, but only 1 of its 2 effects is there.',
    '  ! c3 is recorded as applied, but none of its 2 effects is there.',
    '  t_a',
  ]);
  expect(shortVerdict(report, heads)).toEqual({
    label: 'Schema like b2',
    description: 'stamped c3 (head) · 24 of 25 facts',
  });
  expect(driftHeadline(report)).toBe('schema like b2, stamped c3');
});

test('what else the schema could be is told with the verdict', () => {
  const chain = chainOf(
    { a: 'create table a (id int)', b: 'select 1', c: 'alter table a add x int, add y int' },
    parser,
  );
  const report = (live: string, stamped: readonly string[] | undefined) =>
    driftReport(chain.input(schemaOf(live, parser, chain.at('b')), stamped));
  expect(verdictLines(report('select 1', ['b']), ['c'], noPaint)).toEqual([
    '✓ The schema is that of its stamp, b.',
    '  · a has the same schema.',
  ]);
  const tied = report('alter table a add x int', undefined);
  expect(verdictLines(tied, ['c'], noPaint)).toEqual([
    '! No revision of this checkout is recorded. The schema is most like that of c: 3 of 4 facts and 2 of 3 effects agree.',
    '  · a and b cannot be ruled out: the schema is as near to them.',
  ]);
  expect(shortVerdict(tied, ['c']).description).toBe('not stamped · 3 of 4 facts · unsure');
  const far = report('drop table a; create table b (id int, x int)', ['c']);
  expect(matchNotes(far)).toEqual([]);
});

test('another project’s tables are told, with what to do; types that were left behind are only told', () => {
  const others = [
    {
      project: 'billing',
      managed: managedBy(
        chainOf({ x: "create table bills (id int); create type kind as enum ('a')" }, parser).timeline,
      ),
    },
  ];
  const scope = { managed: managedBy(shop.timeline), others };
  const report = (live: string) =>
    driftReport(shop.input(schemaOf(live, parser, shop.at('c3')), ['c3'], { scope }));
  const shared = report("create table bills (id int); create type kind as enum ('a')");
  expect(linesOf(shared)).toEqual([
    '✓ The schema is that of its stamp, c3 (head).',
    '  ! This database also carries 1 table and 1 type of billing: bills, kind. Check which of the two projects belongs here.',
  ]);
  const left = report("create type kind as enum ('a')");
  expect(linesOf(left).at(-1)).toBe('  ! This database also carries 1 type of billing: kind.');
  expect([isShared(shared), isShared(left), isShared(report('select 1'))]).toEqual([true, false, false]);
});

test('more than five that differ alike are one paragraph, five are told one by one', () => {
  const many = linesOf(reportOf(toUuid(letters), 'c3', ['c3']));
  expect(many).toEqual([
    '! The schema is that of its stamp, c3 (head), but for 7 differences.',
    '  ~ 7 columns: uuid instead of character varying(36)',
    '    drifted: a1 makes it otherwise',
    '      t_a.owner_id, t_b.owner_id, t_c.owner_id, t_d.owner_id, t_e.owner_id, t_f.owner_id, t_g.owner_id',
  ]);
  const five = linesOf(reportOf(toUuid(letters.slice(0, 5)), 'c3', ['c3']));
  expect(five.filter((line) => line.includes('~ owner_id'))).toHaveLength(5);
  const all = linesOf(reportOf(toUuid(letters), 'c3', ['c3']), true);
  expect(all.filter((line) => line.includes('~ owner_id'))).toHaveLength(7);
});

test('without a stamp, at base, and with nothing of the project', () => {
  expect(linesOf(reportOf('select 1', 'b2', undefined))[0]).toBe(
    '! No revision of this checkout is recorded. The schema is that of b2.',
  );
  expect(linesOf(reportOf('select 1', 'c3', []))[0]).toBe('✗ Stamped base, but the schema is that of c3.');
  const others = [
    { project: 'billing', managed: managedBy(chainOf({ x: 'create table bills ()' }, parser).timeline) },
  ];
  const live = schemaOf('create table bills ()', parser);
  const scope = { managed: managedBy(shop.timeline), others };
  const foreign = driftReport(shop.input(live, ['c3'], { scope }));
  expect(linesOf(foreign)[0]).toBe('✗ This database carries objects of billing, and none of this project.');
});

test('what is left out is counted, and listed on request; a version table is nobody’s difference', () => {
  const live = schemaOf(
    'create table alembic_version (); create table tmp_x (); create table stray (); alter table t_a add column old int;',
    parser,
    shop.at('c3'),
  );
  const ignore = ignoring(
    [{ pattern: 'tmp_*' }, { pattern: 'public.t_a.old' }],
    [{ name: 'alembic_version' }],
  );
  const scope = { managed: managedBy(shop.timeline), ignore };
  const report = driftReport(shop.input(live, ['c3'], { scope }));
  expect(linesOf(report)).toEqual([
    '✓ The schema is that of its stamp, c3 (head).',
    '  1 object that no revision mentions.',
    '  2 differences ignored.',
  ]);
  expect(linesOf(report, true)).toEqual(
    expect.arrayContaining(['    stray', '    t_a.old (public.t_a.old)', '    tmp_x (tmp_*)']),
  );
});

test('names from a database cannot steer the terminal', () => {
  const live = schemaOf('alter table t_a add column "e\u001b[2J" int', parser, shop.at('c3'));
  const text = linesOf(driftReport(shop.input(live, ['c3']))).join('\n');
  expect(text).toContain('e\ufffd[2J');
  expect(text).not.toContain('\u001b');
});
