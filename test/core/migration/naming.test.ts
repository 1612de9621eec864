import { expect, test } from 'vitest';
import { nameFor, uniqueNames } from '../../../src/core/migration/naming.ts';
import type { MigrationProject } from '../../../src/core/migration/project.ts';

function project(name: string, root: string, file = 'alembic.ini'): MigrationProject {
  return {
    id: `${root}/${file}`,
    name,
    convention: 'alembic',
    root,
    declaredIn: `${root}/${file}`,
    folders: [],
    versionTable: undefined,
    readFiles: [],
    problems: [],
    facts: [],
  };
}

function names(projects: readonly MigrationProject[], roots: readonly string[] = ['/w']): readonly string[] {
  return uniqueNames(projects, roots).map(({ name }) => name);
}

test.each([
  ['/w/billing', 'billing'],
  ['/w/billing/db/migrations', 'billing'],
  ['/w/services/api/src', 'api'],
  ['/db/migrations', 'migrations'],
])('a project in %s is called %s', (folder, name) => {
  expect(nameFor(folder)).toBe(name);
});

test('names that differ stay as they are', () => {
  expect(names([project('a', '/w/a'), project('b', '/w/b')])).toEqual(['a', 'b']);
});

test('of one name, the folders are added', () => {
  expect(names([project('db', '/w/api/db'), project('db', '/w/web/db'), project('c', '/w/c')])).toEqual([
    'api/db',
    'web/db',
    'c',
  ]);
});

test('in one folder, the files are added', () => {
  expect(names([project('a', '/w/a'), project('a', '/w/a', 'test.ini')])).toEqual([
    'a (alembic.ini)',
    'a (test.ini)',
  ]);
});

test('with several workspace folders, theirs too', () => {
  expect(names([project('db', '/one/db'), project('db', '/two/db')], ['/one', '/two'])).toEqual([
    'one/db',
    'two/db',
  ]);
});
