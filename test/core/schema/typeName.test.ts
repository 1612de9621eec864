/** One type, however it is spelled: by a person, or by PostgreSQL. */
import { beforeAll, describe, expect, test } from 'vitest';
import { loadSql } from '../../../src/adapters/libpgQuery.ts';
import { typeText } from '../../../src/core/schema/type.ts';
import { parseType } from '../../../src/core/schema/typeName.ts';
import type { SqlParser } from '../../../src/core/sql/sqlParser.ts';
import { typeOf } from '../../../src/core/sql/typeOf.ts';

let parser: SqlParser;
beforeAll(async () => {
  parser = await loadSql();
});

/** Spelling → what `format_type` prints for it. */
const spellings: readonly (readonly [string, string])[] = [
  ['int', 'integer'],
  ['INT4', 'integer'],
  ['int8[]', 'bigint[]'],
  ['_int4', 'integer[]'],
  ['integer[3][]', 'integer[]'],
  ['int ARRAY[4]', 'integer[]'],
  ['SMALLINT', 'smallint'],
  ['bool', 'boolean'],
  ['varchar', 'character varying'],
  ['varchar(36)', 'character varying(36)'],
  ['character varying ( 36 )', 'character varying(36)'],
  ['CHAR VARYING(3)', 'character varying(3)'],
  ['national character varying(5)', 'character varying(5)'],
  ['nchar(5)', 'character(5)'],
  ['char', 'character(1)'],
  ['character(5)[]', 'character(5)[]'],
  ['"char"', '"char"'],
  ['pg_catalog."char"', '"char"'],
  ['numeric', 'numeric'],
  ['decimal(10)', 'numeric(10,0)'],
  ['dec(10, 2)', 'numeric(10,2)'],
  ['numeric(3,-2)', 'numeric(3,-2)'],
  ['float', 'double precision'],
  ['float(24)', 'real'],
  ['float(25)', 'double precision'],
  ['double precision', 'double precision'],
  ['float4', 'real'],
  ['bit', 'bit(1)'],
  ['bit(3)', 'bit(3)'],
  ['bit varying', 'bit varying'],
  ['varbit(7)', 'bit varying(7)'],
  ['time', 'time without time zone'],
  ['time(3) with time zone', 'time(3) with time zone'],
  ['timetz', 'time with time zone'],
  ['timestamp', 'timestamp without time zone'],
  ['TIMESTAMP WITH TIME ZONE', 'timestamp with time zone'],
  ['timestamptz(3)', 'timestamp(3) with time zone'],
  ['timestamp(0) without time zone[]', 'timestamp(0) without time zone[]'],
  ['interval', 'interval'],
  ['interval(3)', 'interval(3)'],
  ['interval day to second', 'interval day to second'],
  ['interval day to second(2)', 'interval day to second(2)'],
  ['INTERVAL YEAR TO MONTH', 'interval year to month'],
  ['interval minute[]', 'interval minute[]'],
  ['serial', 'serial'],
  ['serial8', 'bigserial'],
  ['bigserial', 'bigserial'],
  ['pg_catalog.jsonb', 'jsonb'],
  ['uuid', 'uuid'],
  ['public.mood', 'public.mood'],
  ['public."Mood"[]', 'public."Mood"[]'],
  ['mood', 'mood'],
  ['vector(1536)', 'vector(1536)'],
  ['public.vector(3)', 'public.vector(3)'],
  ['geometry(POINT, 4326)', 'geometry(Point,4326)'],
  ['geometry(Geometry,-1)', 'geometry'],
  ['geometry(multipolygonz,4326)', 'geometry(MultiPolygonZ,4326)'],
  ['public.geography(Point)', 'public.geography(Point,4326)'],
];

describe.each(spellings)('%s', (spelling, printed) => {
  test('is read as PostgreSQL prints it', () => {
    expect(typeText(parseType(spelling))).toBe(printed);
  });

  test('is read alike from the parser’s tree', () => {
    const parse = parser.parse(`CREATE TABLE t (c ${spelling})`);
    const statement = parse.kind === 'parsed' ? parse.statements[0]?.node : undefined;
    const column =
      statement !== undefined && 'CreateStmt' in statement ? statement.CreateStmt.tableElts?.[0] : undefined;
    const type = column !== undefined && 'ColumnDef' in column ? column.ColumnDef.typeName : undefined;
    expect(typeOf(type)).toEqual(parseType(spelling));
  });
});

test('what a type prints as is read as the same type', () => {
  for (const [, printed] of spellings) expect(typeText(parseType(printed))).toBe(printed);
});

test('an unquoted name loses its capitals, a quoted one keeps them and needs quotes again', () => {
  expect(parseType('Public.Mood')).toEqual({ kind: 'named', schema: 'public', name: 'mood', array: false });
  expect(parseType('"My Type"')).toEqual({ kind: 'named', name: 'My Type', array: false });
});

test.each(['', 't.c%TYPE', 'varchar(', 'numeric(10,2', 'a b', 'int]', '1', 'timestamp with zone'])(
  '%j is no type',
  (text) => {
    expect(parseType(text)).toEqual({ kind: 'unresolved', text });
  },
);
