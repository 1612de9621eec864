/** Where statements begin and end, also while somebody is still typing. */
import { expect, test } from 'vitest';
import { splitSql } from '../../../src/core/sql/splitSql.ts';

const split = (sql: string): readonly string[] =>
  splitSql(sql).map(
    ({ kind, range }) => `${kind === 'psql' ? '> ' : ''}${sql.slice(range.start, range.end)}`,
  );

test.each<readonly [string, string, readonly string[]]>([
  ['blanks and comments', ' -- a;\nSELECT 1 /* ; /* ; */ ; */ ;;\n\n SELECT 2', ['SELECT 1', 'SELECT 2']],
  ['strings', `SELECT ';''', E'\\';', U&";""" ; SELECT 2`, [`SELECT ';''', E'\\';', U&";"""`, 'SELECT 2']],
  [
    'dollar quotes',
    'SELECT $$;$a$;$$, $a$;$$;$a$, a$b$; SELECT $1',
    ['SELECT $$;$a$;$$, $a$;$$;$a$, a$b$', 'SELECT $1'],
  ],
  ['a stray parenthesis', 'SELECT (1; DROP TABLE a', ['SELECT (1', 'DROP TABLE a']],
  [
    'rules',
    'CREATE OR REPLACE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3',
    ['CREATE OR REPLACE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)', 'SELECT 3'],
  ],
  [
    'BEGIN ATOMIC',
    'CREATE FUNCTION f() BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT 2; END; SELECT 3',
    ['CREATE FUNCTION f() BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT 2; END', 'SELECT 3'],
  ],
  ['a transaction', 'BEGIN; SELECT 1; END; SELECT 2', ['BEGIN', 'SELECT 1', 'END', 'SELECT 2']],
  [
    'lines for psql',
    "\\set x 'y\nSELECT 1 \\gexec\nSELECT 2",
    ["> \\set x 'y", 'SELECT 1', '> \\gexec', 'SELECT 2'],
  ],
  ['data for COPY', "COPY t FROM stdin;\n1\t';\n\\.\nSELECT 1", ['COPY t FROM stdin', 'SELECT 1']],
  [
    'data that never ends',
    'COPY t FROM STDIN WITH (FORMAT csv);\n1;2',
    ['COPY t FROM STDIN WITH (FORMAT csv)'],
  ],
  ['no data', "COPY t FROM '/file'; SELECT 1", ["COPY t FROM '/file'", 'SELECT 1']],
  ['an open string', "SELECT 'a;\nDROP TABLE b; SELECT 'c'", ["SELECT 'a;\nDROP TABLE b; SELECT 'c'"]],
  [
    'an open string that nothing closes',
    "SELECT 'a;\nDROP TABLE b; SELECT 1",
    ["SELECT 'a", 'DROP TABLE b', 'SELECT 1'],
  ],
  ['open dollars', 'DO $$ BEGIN;\n\nCREATE TABLE a ()', ['DO $$ BEGIN', 'CREATE TABLE a ()']],
  ['an open comment', 'SELECT 1; /* SELECT 2;', ['SELECT 1']],
  ['nothing', ' ;; -- nothing', []],
])('%s', (_, sql, statements) => {
  expect(split(sql)).toEqual(statements);
});

test('a part of a text is split by itself', () => {
  const sql = 'SELECT 1; SELECT 2; SELECT 3';
  const parts = splitSql(sql, 9, 18).map(({ range }) => sql.slice(range.start, range.end));
  expect(parts).toEqual(['SELECT 2']);
});
