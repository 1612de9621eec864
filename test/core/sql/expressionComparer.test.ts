/** `true` only for what surely is the same, `false` only for what surely is not. PostgreSQL's own spellings: test/adapters. */
import { beforeAll, expect, test } from 'vitest';
import { loadSql } from '../../../src/adapters/libpgQuery.ts';
import type { ExpressionComparer } from '../../../src/core/schema/expression.ts';
import { parseType } from '../../../src/core/schema/typeName.ts';
import { createExpressionComparer } from '../../../src/core/sql/expressionComparer.ts';

let comparer: ExpressionComparer;
beforeAll(async () => {
  comparer = createExpressionComparer(await loadSql());
});

const same: readonly (readonly [string, string])[] = [
  ['a > 0', '((a > 0))'],
  ['a>0 AND b>0 AND c>0', '(((a > 0) AND (b > 0)) AND (c > 0))'],
  ['a > 0 AND b > 0', 'b > 0 AND a > 0'],
  ['a > 0', '0 < a'],
  ["a IN ('x', 'y')", "((a)::text = ANY ((ARRAY['y'::character varying, 'x'::character varying])::text[]))"],
  ['now()', 'CURRENT_TIMESTAMP'],
  ["now() AT TIME ZONE 'utc'", "timezone('utc'::text, now())"],
  ["nextval('s')", "nextval('public.s'::regclass)"],
  [`nextval('"S"')`, `nextval('public."S"'::regclass)`],
  ["'24 hours'::interval", "'24:00:00'::interval"],
  ["interval '1' day", "'1 day'::interval"],
  [`'{"a":1,"b":2}'::jsonb`, `'{"b": 2, "a": 1}'::jsonb`],
  ["'{a, b}'::text[]", "'{a,b}'::text[]"],
  ['1e3', '1000'],
  ['"a" = 1', 'a = 1'],
  ['t.a = 1', 'a = 1'],
  ['uuid_generate_v4()', 'public.uuid_generate_v4()'],
  ['CASE WHEN a THEN b END', 'CASE WHEN a THEN b ELSE NULL::text END'],
  ["'x' -- a comment", "'x'::text"],
];

test.each(same)('%s is %s', (a, b) => {
  expect(comparer.same(a, b)).toBe(true);
  expect(comparer.same(b, a)).toBe(true);
});

const different: readonly (readonly [string, string])[] = [
  ['a > 0', 'a > 1'],
  ['a > 0', 'b > 0'],
  ['a > 0', 'a >= 0'],
  ['a > 0', 'a > 0 AND b > 0'],
  ["a IN ('x', 'y')", "a IN ('x', 'y', 'z')"],
  ["a = 'x'", "a = 'X'"],
  ["'x'::text", "'y'::character varying"],
  ["'sad'::mood", "'ok'::mood"],
  ['true', 'false'],
  ["'t'::boolean", 'false'],
  ['0', '1'],
  ['now()', 'clock_timestamp()'],
  ['now()', "'2020-01-01'::timestamp"],
  ['lower(a)', 'upper(a)'],
  ["nextval('a')", "nextval('b')"],
  ["nextval('one.a')", "nextval('two.a')"],
  ["'1 day'::interval", "'2 days'::interval"],
  [`'{"a":1}'::jsonb`, `'{"a":2}'::jsonb`],
  ["'{a}'::text[]", "'{a,b}'::text[]"],
  ['a IS NULL OR b', 'a IS NULL OR c'],
  ['a > 0 OR b', 'a > 0'],
  ['NULL', '0'],
  ['other.f(a)', 'another.f(a)'],
];

test.each(different)('%s is not %s', (a, b) => {
  expect(comparer.same(a, b)).toBe(false);
  expect(comparer.same(b, a)).toBe(false);
});

const unclear: readonly (readonly [string, string])[] = [
  ['a > 0', 'NOT (a <= 0)'],
  ['a::date > b', 'a > b'],
  ['(a)::integer > 3', "a > '3'"],
  ["(a ->> 'b')::integer = 3", "a ->> 'b' = '3'::text"],
  ['NOT (a AND b)', 'NOT a OR NOT b'],
  ['EXTRACT(year FROM a)', "date_part('year', a)"],
  ["'2020-01-01'", "'2020-1-1'"],
  ["'2020-01-01 00:00:00+00'::timestamptz", "'2020-01-01 01:00:00+01'::timestamptz"],
  ['0.5', '0.50'],
  ["f('a')", "x.f('a')"],
  ["nextval('s')", "nextval('other.s')"],
  ['a COLLATE "C" > 1', 'a > 1'],
  ['not an expression', 'a'],
  ["'xyz'::character varying(2)", "'xyz'::text"],
];

test.each(unclear)('%s may be %s', (a, b) => {
  expect(comparer.same(a, b)).toBeUndefined();
  expect(comparer.same(b, a)).toBeUndefined();
});

test('a default is read as the type of its column', () => {
  const same = (a: string, b: string, type: string) => comparer.same(a, b, parseType(type));
  expect(same("'1'", '1', 'integer')).toBe(true);
  expect(same("'true'", 'true', 'boolean')).toBe(true);
  expect(same("'0'", 'false', 'boolean')).toBe(true);
  expect(same("'1 week'", "'7 days'::interval", 'interval')).toBe(true);
  expect(same("'2020-01-01'", "'2020-01-01 00:00:00'::timestamp without time zone", 'timestamp')).toBe(true);
  expect(same("'{}'", "'{}'::character varying[]", 'varchar(5)[]')).toBe(true);
  expect(same("'a'", "'b'::public.mood", 'public.mood')).toBe(false);
  expect(same("'1'", '2', 'integer')).toBe(false);
});
