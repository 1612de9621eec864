/** PostgreSQL's parser as the rest of the program uses it: places in UTF-16, and no error for what a text says. */
import { beforeAll, expect, test } from 'vitest';
import { loadSql } from '../../src/adapters/libpgQuery.ts';
import type { SqlParser } from '../../src/core/sql/sqlParser.ts';

let parser: SqlParser;
beforeAll(async () => {
  parser = await loadSql();
});

test('is loaded once', async () => {
  expect(await loadSql()).toBe(parser);
});

test('statements are where they stand, without blanks and comments around them', () => {
  const sql = "/* é😀 */ SELECT '😀é' ;\n-- then\n  DROP TABLE ö  ; ";
  const parse = parser.parse(sql);
  const texts =
    parse.kind === 'parsed' ? parse.statements.map(({ range }) => sql.slice(range.start, range.end)) : [];
  expect(texts).toEqual(["SELECT '😀é'", 'DROP TABLE ö']);
});

test('an error is where it stands', () => {
  const sql = "SELECT '😀é'; SELEC 1";
  expect(parser.parse(sql)).toEqual({
    kind: 'failed',
    message: 'syntax error at or near "SELEC"',
    at: sql.indexOf('SELEC 1'),
  });
});

test.each(['', ' ', '-- nothing', ';'])('%j has no statements', (sql) => {
  expect(parser.parse(sql)).toEqual({ kind: 'parsed', statements: [] });
});

test('a text does not end at a NUL', () => {
  expect(parser.parse('SELECT 1;\0 DROP TABLE t')).toMatchObject({ kind: 'failed', at: 9 });
  expect(parser.parsePlPgSql('DO $$ BEGIN END $$\0')).toBeUndefined();
});

test('what is nested too deeply is refused, and the parser goes on', () => {
  const parse = parser.parse(`SELECT ${'('.repeat(50_000)}1${')'.repeat(50_000)}`);
  expect(parse.kind).toBe('failed');
  expect(parser.parse('SELECT 1').kind).toBe('parsed');
});

test('PL/pgSQL is parsed, or refused', () => {
  expect(parser.parsePlPgSql('DO $$ BEGIN NULL; END $$')).toHaveProperty('plpgsql_funcs');
  expect(parser.parsePlPgSql('DO $$ no code $$')).toBeUndefined();
});

test('many large texts can be parsed', () => {
  const sql = `SELECT ${'1, '.repeat(3_000)}1`;
  for (let round = 0; round < 60; round++) parser.parse(sql);
  expect(parser.parse(sql).kind).toBe('parsed');
});
