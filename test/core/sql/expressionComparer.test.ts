/** `true` only for what surely is the same, `false` only for what surely is not. PostgreSQL's own spellings: test/adapters. */
import { beforeAll, expect, test } from 'vitest';
import { loadSql } from '../../../src/adapters/libpgQuery.ts';
import type { ColumnsOfSides, ExpressionComparer } from '../../../src/core/schema/expression.ts';
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

/** Of every column. */
const all = (type: string): ColumnsOfSides => ({
  before: () => [parseType(type)],
  after: () => [parseType(type)],
});

test.each(same)('%s is %s', (a, b) => {
  expect(comparer.same(a, b, undefined, all('varchar(20)'))).toBe(true);
  expect(comparer.same(b, a, undefined, all('varchar(20)'))).toBe(true);
});

test.each([
  ['smallint', 'a::integer > 0', 'a > 0', true],
  ['integer', 'a::integer > 0', 'a > 0', true],
  ['integer', '(a)::numeric > 1.5', 'a > 1.5', true],
  ['numeric', 'a::integer > 0', 'a > 0', undefined],
  ['text', 'a::integer > 0', 'a > 0', undefined],
  ['double precision', 'a::integer > 0', 'a > 0', undefined],
  ['bigint', 'a::double precision > 0', 'a > 0', undefined],
  ['numeric(10,2)', 'a::numeric(10,1) > 0', 'a > 0', undefined],
  ['numeric(10,2)', 'a::numeric(10,2) > 0', 'a > 0', true],
  ['timestamp with time zone', "a::timestamp > '2020-01-01'", "a > '2020-01-01'", undefined],
  ['timestamp without time zone', 'a::timestamptz > now()', 'a > now()', true],
  ['character varying(20)', "lower((a)::text) = 'x'", "lower(a) = 'x'", true],
  ['integer', "(a)::text = 'x'", "a = 'x'", undefined],
  ['character varying[]', 'b = ANY ((a)::text[])', 'b = ANY (a)', true],
  ['integer', '(a + 1)::bigint > 0', 'a + 1 > 0', true],
  ['numeric', '(a + 1)::integer > 0', 'a + 1 > 0', undefined],
  ['character varying', "(COALESCE(a, ''))::text = 'x'", "COALESCE(a, '') = 'x'", true],
  ['integer', '(f(a))::bigint > 0', 'f(a) > 0', undefined],
  [
    'varchar',
    "EXISTS (SELECT 1 FROM t WHERE a::text = 'x')",
    "EXISTS (SELECT 1 FROM t WHERE a = 'x')",
    undefined,
  ],
])('where the columns are %s: %s and %s', (type, a, b, wanted) => {
  expect(comparer.same(a, b, undefined, all(type))).toBe(wanted);
  expect(comparer.same(b, a, undefined, all(type))).toBe(wanted);
});

test('the side that has the cast says what it does', () => {
  const columns = { before: () => [parseType('numeric')], after: () => [parseType('smallint')] };
  expect(comparer.same('a > 0', 'a::integer > 0', undefined, columns)).toBe(true);
  expect(comparer.same('a::integer > 0', 'a > 0', undefined, columns)).toBeUndefined();
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
  ['a::integer > 0', 'a > 0'],
  ["(a)::text = 'x'", "a = 'x'"],
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

const trigger =
  "CREATE TRIGGER t AFTER INSERT OR UPDATE OF a, b ON x FOR EACH ROW WHEN (NEW.a > 0) EXECUTE FUNCTION f('1')";

test.each([
  [
    'the print of PostgreSQL',
    `CREATE TRIGGER t AFTER INSERT OR UPDATE OF a, b ON public.x FOR EACH ROW WHEN ((new.a > 0)) EXECUTE FUNCTION public.f('1')`,
    true,
  ],
  [
    'another order, old words',
    'create or replace trigger t after update of b, a or insert on x for row when (0 < new.a) execute procedure f(1);',
    true,
  ],
  ['another time', trigger.replace('AFTER', 'BEFORE'), false],
  ['fewer events', trigger.replace('INSERT OR ', ''), false],
  ['other columns', trigger.replace('a, b', 'a'), false],
  ['statements', trigger.replace('ROW WHEN (NEW.a > 0)', 'STATEMENT'), false],
  ['another condition', trigger.replace('> 0', '> 1'), false],
  ['the row before', trigger.replace('NEW.a', 'OLD.a'), false],
  ['no condition', trigger.replace('WHEN (NEW.a > 0) ', ''), false],
  ['another function', trigger.replace('f(', 'g('), false],
  ['other arguments', trigger.replace("'1'", "'2'"), false],
  ['a schema that the search path may not have', trigger.replace('f(', 'other.f('), undefined],
  ['no trigger', 'SELECT 1', undefined],
])('a trigger and one with %s', (_, other, verdict) => {
  expect(comparer.sameTrigger(trigger, other)).toBe(verdict);
  expect(comparer.sameTrigger(other, trigger)).toBe(verdict);
});
