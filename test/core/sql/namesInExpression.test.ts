/** Names in expressions: found and renamed where they stand, and nowhere else. */
import { beforeAll, expect, test } from 'vitest';
import { loadSql } from '../../../src/adapters/libpgQuery.ts';
import { columnsOf, type Renames, renameInExpression } from '../../../src/core/sql/namesInExpression.ts';
import type { SqlParser } from '../../../src/core/sql/sqlParser.ts';

let parser: SqlParser;
beforeAll(async () => {
  parser = await loadSql();
});

test.each<readonly [string, readonly string[] | undefined]>([
  ["a > 0 AND lower(t.b) = 'c' -- d", ['a', 'b']],
  ['"Odd Name" || ("x").y', ['Odd Name', 'x']],
  ['now()', []],
  ['t.*', undefined],
  ['a IN (SELECT b FROM c)', undefined],
  ['no expression', undefined],
])('%s reads %j', (sql, columns) => {
  const found = columnsOf(sql, parser);
  expect(found && [...found].sort()).toEqual(columns && [...columns].sort());
});

test.each<readonly [string, Renames, string | undefined]>([
  ["b > 1 AND 'b' <> b(b)", { column: { from: 'b', to: 'New' } }, `"New" > 1 AND 'b' <> b("New")`],
  ['é.b + "b"', { column: { from: 'b', to: 'c' } }, 'é.c + c'],
  ['t.t', { table: { from: 't', to: 'u' } }, 'u.t'],
  ["nextval('public.s'::regclass)", { table: { from: 's', to: 'Z' } }, `nextval('public."Z"'::regclass)`],
  ["nextval('s')", { table: { from: 's', to: 'r' } }, "nextval('r')"],
  ["'s'::text", { table: { from: 's', to: 'r' } }, "'s'::text"],
  ["'a'::public.mood", { type: { from: 'mood', to: 'feeling' } }, "'a'::public.feeling"],
  ['CAST(a AS mood)', { type: { from: 'mood', to: 'feeling' } }, 'CAST(a AS feeling)'],
  ['x.f(f)', { routine: { from: 'f', to: 'g' } }, 'x.g(f)'],
  ['no expression', { column: { from: 'no', to: 'yes' } }, undefined],
])('%s with %j', (sql, renames, expected) => {
  expect(renameInExpression(sql, parser, renames)).toBe(expected);
});
