import { expect, test } from 'vitest';
import { sqlPieces } from '../../../src/core/sql/highlight.ts';

const coloured = (sql: string) =>
  sqlPieces(sql)
    .filter(({ kind }) => kind !== 'plain')
    .map(({ text, kind }) => `${kind}:${text}`);

test('keywords, strings, numbers, comments and quoted names have colours', () => {
  expect(coloured(`alter TABLE "vector-sync" ADD COLUMN n numeric(10, 2) DEFAULT 'it''s' -- why`)).toEqual([
    'keyword:alter',
    'keyword:TABLE',
    'name:"vector-sync"',
    'keyword:ADD',
    'keyword:COLUMN',
    'number:10',
    'number:2',
    'keyword:DEFAULT',
    `string:'it''s'`,
    'comment:-- why',
  ]);
});

test('a word inside another, or in a dollar-quoted body, is no keyword', () => {
  expect(coloured('selected _table $f$ SELECT 1 $f$ table_1')).toEqual(['string:$f$ SELECT 1 $f$']);
});

test.each([
  `INSERT INTO t VALUES ('open`,
  `/* open`,
  `E'\\'' || "a""b"`,
  `$x$ open $y$`,
  'SELECT 1;\n\nüber',
  '',
])('the pieces make up the whole: %j', (sql) => {
  expect(
    sqlPieces(sql)
      .map(({ text }) => text)
      .join(''),
  ).toBe(sql);
});
