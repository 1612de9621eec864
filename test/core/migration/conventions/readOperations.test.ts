/** Which part of a script the tools that run SQL files run for which direction. */
import { beforeAll, expect, test } from 'vitest';
import { loadSql } from '../../../../src/adapters/libpgQuery.ts';
import { loadPython } from '../../../../src/adapters/treeSitter.ts';
import { allConventions } from '../../../../src/core/migration/allConventions.ts';
import type { MigrationOperation } from '../../../../src/core/migration/operations/operation.ts';
import type { ScriptParsers } from '../../../../src/core/migration/operations/scriptOperations.ts';
import type { ConventionId, MigrationProject, ProjectFact } from '../../../../src/core/migration/project.ts';

let parsers: ScriptParsers;
beforeAll(async () => {
  const [python, sql] = await Promise.all([loadPython(), loadSql()]);
  parsers = { python, sql };
});

const folder = '/w/migrations';

function read(
  id: ConventionId,
  name: string,
  text: string,
  { others = {}, facts = [] }: { others?: Record<string, string>; facts?: readonly ProjectFact[] } = {},
) {
  const convention = allConventions.find((one) => one.id === id);
  const project: MigrationProject = {
    id: folder,
    name: 'w',
    convention: id,
    root: '/w',
    declaredIn: folder,
    folders: [{ path: folder, recursive: false }],
    versionTable: { name: 'versions', columns: [] },
    readFiles: [],
    problems: [],
    facts,
  };
  const file = `${folder}/${name}`;
  const readImport = (path: string): string | undefined => others[path.replace(`${folder}/`, '')];
  const { upgrade, downgrade } = convention?.readOperations?.({ file, text, readImport }, parsers, project)
    .value ?? {
    upgrade: [],
    downgrade: [],
  };
  const show = (operation: MigrationOperation): string => {
    const { kind, location, autocommit } = operation;
    const content = location.file === file ? text : (readImport(location.file) ?? '');
    const words = content.slice(location.range?.start, location.range?.end);
    return `${kind}: ${location.range === undefined ? 'all' : words}${autocommit ? ' (alone)' : ''}`;
  };
  return { upgrade: upgrade.map(show), downgrade: downgrade.map(show) };
}

test('goose: the parts below Up and Down, statement blocks among them', () => {
  const text = `DROP TABLE before;
-- +goose Up
CREATE TABLE a ();
-- +goose StatementBegin
CREATE TABLE b (); CREATE TABLE c ();
-- +goose StatementEnd
-- +goose Down
DROP TABLE a;
`;
  expect(read('goose', '001_a.sql', text)).toEqual({
    upgrade: [
      'createTable: CREATE TABLE a ()',
      'createTable: CREATE TABLE b ()',
      'createTable: CREATE TABLE c ()',
    ],
    downgrade: ['dropTable: DROP TABLE a'],
  });
});

test('goose: without a transaction, and with variables of the environment', () => {
  const text =
    '-- +goose NO TRANSACTION\n-- +goose ENVSUB ON\n-- +goose Up\nDROP TABLE ${NAME};\nDROP TABLE a;';
  expect(read('goose', '001_a.sql', text).upgrade).toEqual([
    'opaque: DROP TABLE ${NAME} (alone)',
    'dropTable: DROP TABLE a (alone)',
  ]);
});

test('goose: a script in Go is not followed', () => {
  expect(read('goose', '001_a.go', 'package migrations')).toEqual({
    upgrade: ['opaque: all'],
    downgrade: ['opaque: all'],
  });
});

test('dbmate: the parts below up and down', () => {
  const text = '-- migrate:up transaction:false\nDROP TABLE a;\n-- migrate:down\nDROP TABLE b';
  expect(read('dbmate', '1_a.sql', text)).toEqual({
    upgrade: ['dropTable: DROP TABLE a (alone)'],
    downgrade: ['dropTable: DROP TABLE b (alone)'],
  });
  expect(read('dbmate', '1_a.sql', 'DROP TABLE a;')).toEqual({ upgrade: [], downgrade: [] });
});

test('golang-migrate: the way down is in the file beside it', () => {
  const others = { '1_a.down.sql': 'DROP TABLE b' };
  expect(read('golang-migrate', '1_a.up.sql', 'DROP TABLE a', { others })).toEqual({
    upgrade: ['dropTable: DROP TABLE a'],
    downgrade: ['dropTable: DROP TABLE b'],
  });
  expect(read('golang-migrate', '1_a.up.sql', 'DROP TABLE a').downgrade).toEqual([]);
});

test('Flyway: versioned, repeatable and undo scripts, and placeholders', () => {
  const others = { 'U1__a.sql': 'DROP TABLE b' };
  expect(read('flyway', 'V1__a.sql', 'DROP TABLE a', { others })).toEqual({
    upgrade: ['dropTable: DROP TABLE a'],
    downgrade: ['dropTable: DROP TABLE b'],
  });
  expect(read('flyway', 'R__a.sql', 'DROP TABLE ${a}').upgrade).toEqual(['opaque: DROP TABLE ${a}']);
  expect(read('flyway', 'V1__A.java', 'class V1__A')).toEqual({
    upgrade: ['opaque: all'],
    downgrade: ['opaque: all'],
  });
});

test('Flyway: where placeholders are switched off they are none', () => {
  const facts = [{ name: 'placeholderReplacement', value: 'false', file: `${folder}/flyway.conf` }];
  const text = "COMMENT ON TABLE a IS '${b}'";
  expect(read('flyway', 'V1__a.sql', text, { facts }).upgrade).toEqual([`setComment: ${text}`]);
});

test('every tool has its scripts read', () => {
  expect(allConventions.filter(({ readOperations }) => readOperations === undefined)).toEqual([]);
});
