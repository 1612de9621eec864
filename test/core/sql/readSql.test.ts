/** SQL in, operations out: each fixture has its expected operations beside it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadSql } from '../../../src/adapters/libpgQuery.ts';
import type { MigrationOperation } from '../../../src/core/migration/operations/operation.ts';
import { readSql } from '../../../src/core/sql/readSql.ts';
import type { SqlParser } from '../../../src/core/sql/sqlParser.ts';
import { positionAt } from '../../../src/core/text/lines.ts';

const folder = path.join(import.meta.dirname, '../../fixtures/sql');

let parser: SqlParser;
beforeAll(async () => {
  parser = await loadSql();
});

const read = (sql: string, options = {}): readonly MigrationOperation[] =>
  readSql(sql, parser, (range) => ({ file: 'script.sql', range }), options);

test.each(['tables', 'alter', 'others', 'blocks'])('%s', async (name) => {
  const sql = readFileSync(path.join(folder, `${name}.sql`), 'utf8');
  const text = read(sql).flatMap((operation) => linesOf(operation, sql, ''));
  expect(text.length).toBeGreaterThan(10);
  await expect(`${text.join('\n')}\n`).toMatchFileSnapshot(path.join(folder, `${name}.operations.txt`));
});

/** `line:column kind "first words" {…}`, and below it what a conditional operation does. */
function linesOf(operation: MigrationOperation, sql: string, indent: string): readonly string[] {
  const { kind, location, sql: written, whole: _, ...rest } = operation;
  const { start, end } = location.range ?? { start: 0, end: 0 };
  const { line, character } = positionAt(sql, start);
  const words = sql.slice(start, end).replace(/\s+/g, ' ');
  const parts = Object.fromEntries(Object.entries(rest).filter(([, value]) => !isNested(value)));
  const nested = Object.entries(rest).flatMap(([key, value]) =>
    isNested(value) ? value.flatMap((inner) => linesOf(inner, sql, `${indent}  ${key}: `)) : [],
  );
  const place = `${line + 1}:${character + 1}`;
  return [`${indent}${place} ${kind} ${quote(words)} ${JSON.stringify(parts)}`, ...nested];
}

const quote = (words: string): string => `«${words.length > 40 ? `${words.slice(0, 39)}…` : words}»`;

function isNested(value: unknown): value is readonly MigrationOperation[] {
  return (
    Array.isArray(value) &&
    value.some((item) => typeof item === 'object' && item !== null && 'location' in item)
  );
}

describe('places', () => {
  test('are UTF-16, whatever stands before', () => {
    const sql = "SELECT '😀é'; ALTER TABLE tä ADD ö text CHECK (ö <> '😀'), DROP b;";
    const [, added, dropped] = read(sql);
    expect(
      [added, dropped].map((one) => sql.slice(one?.location.range?.start, one?.location.range?.end)),
    ).toEqual(["ADD ö text CHECK (ö <> '😀')", 'DROP b']);
    expect(added).toMatchObject({ column: { constraints: [{ expression: "ö <> '😀'" }] } });
  });

  test('a byte order mark is no part of the first statement', () => {
    expect(read('\ufeffDROP TABLE a')).toMatchObject([
      { kind: 'dropTable', location: { range: { start: 1 } } },
    ]);
  });
});

describe('placeholders', () => {
  test('leave what they are not in', () => {
    expect(read('CREATE TABLE a (b int); DROP TABLE ${schema}.c', { placeholders: 'dollars' })).toMatchObject(
      [{ kind: 'createTable' }, { kind: 'opaque', affects: 'anything' }],
    );
  });

  test('make an operation opaque no further than the table it names', () => {
    expect(read('ALTER TABLE a ADD b int DEFAULT ${value}', { placeholders: 'dollars' })).toMatchObject([
      { kind: 'opaque', affects: [{ kind: 'table', name: { name: 'a' } }] },
    ]);
  });

  test('hide what a statement touches, also one that cannot be parsed with its mask', () => {
    const sql = 'ALTER TABLE ${a} ADD FOREIGN KEY (b) REFERENCES c ON DELETE ${d}; CREATE TABLE e (f ${g} h)';
    expect(read(sql, { placeholders: 'dollars' })).toMatchObject([
      { kind: 'opaque', affects: 'anything' },
      { kind: 'opaque', affects: [{ kind: 'table', name: { name: 'e' } }] },
    ]);
  });

  test('in rows are data', () => {
    expect(read("INSERT INTO a VALUES ('${value}')", { placeholders: 'dollars' })).toMatchObject([
      { kind: 'data' },
    ]);
    expect(read('UPDATE a SET b = :value::int', { placeholders: 'binds' })).toMatchObject([{ kind: 'data' }]);
  });

  test('are none in casts and slices', () => {
    expect(read("ALTER TABLE a ALTER b SET DEFAULT '{}'::jsonb", { placeholders: 'binds' })).toMatchObject([
      { kind: 'alterColumn' },
    ]);
  });
});
