import { expect, test } from 'vitest';
import { loadSql } from '../../../../src/adapters/libpgQuery.ts';
import { schemaOf } from '../../../support/sqlChain.ts';

const sql = await loadSql();
const base = 'CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL, name text NOT NULL);';

const nullable = (statements: string) =>
  schemaOf(`${base} ${statements}`, sql)
    .tables.get('public\0users')
    ?.columns.filter((column) => column.nullable)
    .map(({ name }) => name);

test('the name that PostgreSQL 18 gives to NOT NULL drops it, and can be validated', () => {
  expect(nullable('ALTER TABLE users DROP CONSTRAINT users_email_not_null')).toEqual(['email']);
  expect(nullable('ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null')).toEqual([]);
});

test('a name that nothing has is none', () => {
  expect(() => nullable('ALTER TABLE users DROP CONSTRAINT users_phone_not_null')).toThrow(
    'Table users has no constraint users_phone_not_null.',
  );
});
