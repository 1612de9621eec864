/** What each tool writes into its version table. Alembic's is held to Alembic itself in `test/alembic`. */
import { expect, test } from 'vitest';
import type { ConventionId } from '../../../../src/core/migration/project.ts';
import { versionTableRun } from '../../../../src/core/preview/plan/versionTable.ts';
import { graphOf } from '../../../support/chains.ts';

const graph = graphOf([
  { id: '1', down: [], depends: [], labels: [] },
  { id: '2', down: ['1'], depends: [], labels: [] },
]);

function run(convention: ConventionId, direction: 'upgrade' | 'downgrade', exists = true) {
  const isUp = direction === 'upgrade';
  const state = {
    convention,
    table: { schema: 'app', name: 'versions' },
    exists,
    heads: isUp ? [] : ['2'],
    graph,
  };
  return versionTableRun(state, isUp ? ['1', '2'] : ['2', '1'], direction);
}

test('Alembic makes its table where there is none', () => {
  expect(run('alembic', 'upgrade', false)).toEqual({
    first: [
      'CREATE TABLE app.versions (\n    version_num VARCHAR(32) NOT NULL,\n    CONSTRAINT versions_pkc PRIMARY KEY (version_num)\n)',
    ],
    after: [
      ["INSERT INTO app.versions (version_num) VALUES ('1')"],
      ["UPDATE app.versions SET version_num='2' WHERE app.versions.version_num = '1'"],
    ],
  });
});

test('goose and dbmate keep a row for each script', () => {
  expect(run('goose', 'upgrade').after.flat()).toEqual([
    'INSERT INTO app.versions (version_id, is_applied) VALUES (1, true)',
    'INSERT INTO app.versions (version_id, is_applied) VALUES (2, true)',
  ]);
  expect(run('goose', 'downgrade').after.flat()).toEqual([
    'DELETE FROM app.versions WHERE version_id = 2',
    'DELETE FROM app.versions WHERE version_id = 1',
  ]);
  expect(run('dbmate', 'upgrade').after[0]).toEqual(["INSERT INTO app.versions (version) VALUES ('1')"]);
  expect(run('dbmate', 'downgrade').after[0]).toEqual(["DELETE FROM app.versions WHERE version = '2'"]);
  expect(run('dbmate', 'upgrade', false).note).toBe('dbmate makes the table app.versions before.');
});

test('golang-migrate keeps one row, none at base', () => {
  const { after, note } = run('golang-migrate', 'downgrade');
  expect(after).toEqual([
    ['TRUNCATE app.versions', 'INSERT INTO app.versions (version, dirty) VALUES (1, false)'],
    ['TRUNCATE app.versions'],
  ]);
  expect(note).toMatch(/dirty = true/);
});

test('what Flyway writes is not known before', () => {
  const { after, note } = run('flyway', 'upgrade');
  expect(after).toEqual([[], []]);
  expect(note).toMatch(/checksum/);
});
