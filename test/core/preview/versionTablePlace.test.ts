import { expect, test } from 'vitest';
import type { ConventionId } from '../../../src/core/migration/project.ts';
import { placeOfVersionTable } from '../../../src/core/preview/versionTablePlace.ts';
import { apply } from '../../support/replaySql.ts';

const live = apply(['CREATE SCHEMA app']).snapshot;

function place(convention: ConventionId, schema: string | undefined, env = '') {
  return placeOfVersionTable({
    project: { convention, readFiles: ['/w/env.py'] },
    table: { name: 'versions', columns: [], ...(schema !== undefined && { schema }) },
    live,
    readFile: () => env,
  });
}

test('Alembic and goose make their table only in a schema that is there', () => {
  expect(place('alembic', 'ops')).toEqual({
    kind: 'missing',
    message:
      'Alembic makes its version table versions in schema ops, which this database does not have. Create the schema first.',
  });
  expect(place('goose', 'ops').kind).toBe('missing');
  expect(place('alembic', 'app').kind).toBe('there');
  expect(place('alembic', undefined).kind).toBe('there');
});

test('Flyway and dbmate make the schema as well', () => {
  expect([place('flyway', 'ops').kind, place('dbmate', 'ops').kind]).toEqual(['there', 'there']);
});

test.each(["connection.execute(CreateSchema('ops'))", "op.execute('CREATE SCHEMA IF NOT EXISTS ops')"])(
  'where env.py makes schemas, nobody can tell: %s',
  (env) => expect(place('alembic', 'ops', env)).toEqual({ kind: 'unknown', schema: 'ops' }),
);
