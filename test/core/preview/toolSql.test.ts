import { expect, test } from 'vitest';
import { loadSql } from '../../../src/adapters/libpgQuery.ts';
import { sideBySide } from '../../../src/core/preview/toolSql.ts';

const sql = await loadSql();

test('what means the same is spelt as ours, the rest as it is', () => {
  const ours = `-- Upgrade of shop
BEGIN;
CREATE TABLE t (
  id integer NOT NULL,
  name character varying(20)
);
UPDATE alembic_version SET version_num = 'b' WHERE version_num = 'a';
COMMIT;`;
  const theirs = `BEGIN;

-- Running upgrade a -> b

CREATE TABLE t (
    id INTEGER NOT NULL,
    name VARCHAR(20)
);

UPDATE alembic_version SET version_num='b' WHERE alembic_version.version_num = 'a';

COMMIT;`;
  const both = sideBySide(ours, theirs, sql);
  expect(both.ours.split(';\n\n')).toHaveLength(4);
  expect(both.theirs.split(';\n\n')).toEqual([
    'BEGIN',
    'CREATE TABLE t (\n  id integer NOT NULL,\n  name character varying(20)\n)',
    "UPDATE alembic_version SET version_num='b' WHERE alembic_version.version_num = 'a'",
    'COMMIT;\n',
  ]);
});

test('the order of constraints means nothing, that of columns does', () => {
  const table = (...parts: readonly string[]) => `CREATE TABLE t (${parts.join(', ')})`;
  const [id, name] = ['id uuid DEFAULT gen_random_uuid() NOT NULL', 'name text'];
  const [key, reference] = ['PRIMARY KEY (id)', 'FOREIGN KEY (name) REFERENCES u (name)'];
  const ours = table(id, name, reference, key);
  const alike = table('id UUID NOT NULL DEFAULT gen_random_uuid()', 'name TEXT', key, reference);
  expect(sideBySide(ours, alike, sql).theirs).toBe(`${ours};\n`);
  const other = table(name, id, key, reference);
  expect(sideBySide(ours, other, sql).theirs).toBe(`${other};\n`);
});

test('what does not parse stays as it is', () => {
  expect(sideBySide('SELECT 1', 'SELEC 1', sql)).toEqual({ ours: 'SELECT 1;\n', theirs: 'SELEC 1;\n' });
});
