/** Which folders are projects, of which tool, and what they are called. */
import { describe, expect, test } from 'vitest';
import { projectsIn } from '../../../support/sqlProjects.ts';

const goose = '-- +goose Up\nselect 1;\n';
const dbmate = '-- migrate:up\nselect 1;\n-- migrate:down\n';

const SITUATIONS: Readonly<Record<string, readonly [Readonly<Record<string, string>>, readonly string[]]>> = {
  'golang-migrate by the names of its files': [
    { '/w/billing/db/migrations/1_a.up.sql': 'select 1;', '/w/billing/db/migrations/1_a.down.sql': '' },
    ['golang-migrate billing: /w/billing/db/migrations'],
  ],
  'goose by its annotations': [
    { '/w/shop/internal/db/migrations/00001_a.sql': goose },
    ['goose shop: /w/shop/internal/db/migrations'],
  ],
  'goose whose newest file is still empty': [
    { '/w/shop/migrations/1_a.sql': goose, '/w/shop/migrations/2_b.sql': '' },
    ['goose shop: /w/shop/migrations'],
  ],
  'goose with Go files only': [
    { '/w/shop/migrations/1_a.go': 'func init() { goose.AddMigrationContext(up, down) }' },
    ['goose shop: /w/shop/migrations'],
  ],
  'dbmate by its annotations': [
    { '/w/shop/db/migrations/1_a.sql': dbmate },
    ['dbmate shop: /w/shop/db/migrations'],
  ],
  'plain numbered files are nobody’s': [
    {
      '/w/shop/migrations/001_a.sql': 'create table a (id int);',
      '/w/shop/migrations/002_b.sql': '-- up\ncreate table b (id int);',
    },
    [],
  ],
  'other Go files with numbers are nobody’s': [{ '/w/shop/cmd/1_main.go': 'package main' }, []],
  'tests of Go migrations are none': [
    { '/w/shop/migrations/1_a_test.go': 'func init() { goose.AddMigration(up, down) }' },
    [],
  ],
  'sqlx has the same names as golang-migrate': [
    { '/w/shop/migrations/1_a.up.sql': '', '/w/shop/Cargo.toml': '[dependencies]\nsqlx = "0.8"\n' },
    [],
  ],
  'Bun has the same names as golang-migrate': [
    { '/w/shop/migrations/1_a.up.sql': '', '/w/shop/go.mod': 'require github.com/uptrace/bun v1.2.0\n' },
    [],
  ],
  'Bun beside golang-migrate': [
    {
      '/w/shop/migrations/1_a.up.sql': '',
      '/w/shop/go.mod': 'require (\n github.com/uptrace/bun v1\n github.com/golang-migrate/migrate/v4 v4\n)',
    },
    ['golang-migrate shop: /w/shop/migrations'],
  ],
  'a Go service inside a Rust repository': [
    {
      '/w/mono/shop/migrations/1_a.up.sql': '',
      '/w/mono/shop/go.mod': 'module shop\n',
      '/w/mono/Cargo.toml': '[dependencies]\nsqlx = "0.8"\n',
    },
    ['golang-migrate shop: /w/mono/shop/migrations'],
  ],
  'scripts for another database': [
    {
      '/w/shop/migrations/mysql/1_a.up.sql': '',
      '/w/shop/migrations/postgres/1_a.up.sql': '',
      '/w/shop/sqlite/migrations/1_a.sql': goose,
    },
    ['golang-migrate shop: /w/shop/migrations/postgres'],
  ],
  'two services': [
    { '/w/a/migrations/1_a.sql': goose, '/w/b/migrations/1_a.sql': goose },
    ['goose a: /w/a/migrations', 'goose b: /w/b/migrations'],
  ],
  'folders that only say what they hold, up to the root': [
    { '/db/migrations/1_a.sql': goose },
    ['goose migrations: /db/migrations'],
  ],
  'a repository that is called like a generic folder': [
    { '/home/me/store/.git/HEAD': 'ref: refs/heads/main\n', '/home/me/store/db/migrations/1_a.sql': goose },
    ['goose store: /home/me/store/db/migrations'],
  ],
  'Flyway where Maven keeps it': [
    { '/w/shop/src/main/resources/db/migration/V1__a.sql': '' },
    ['flyway shop: /w/shop/src/main/resources/db/migration/**'],
  ],
  'Flyway with scripts in Java': [
    {
      '/w/shop/src/main/resources/db/migration/V1__a.sql': '',
      '/w/shop/src/main/java/db/migration/V2__B.java': '',
    },
    ['flyway shop: /w/shop/src/main/resources/db/migration/**, /w/shop/src/main/java/db/migration/**'],
  ],
  'a class that is only called like a script': [{ '/w/shop/src/main/java/api/V1__Endpoint.java': '' }, []],
  'copies that a build made': [
    {
      '/w/shop/src/main/resources/db/migration/V1__a.sql': '',
      '/w/shop/target/classes/db/migration/V1__a.sql': '',
      '/w/shop/build/resources/main/db/migration/V1__a.sql': '',
    },
    ['flyway shop: /w/shop/src/main/resources/db/migration/**'],
  ],
  'Flyway with folders for each release': [
    { '/w/shop/sql/2023/V1__a.sql': '', '/w/shop/sql/2024/V2__b.sql': '' },
    ['flyway shop: /w/shop/sql/**'],
  ],
  'Flyway with the same versions in sibling folders': [
    { '/w/shop/sql/orders/V1__a.sql': '', '/w/shop/sql/stock/V1__b.sql': '' },
    ['flyway orders: /w/shop/sql/orders/**', 'flyway stock: /w/shop/sql/stock/**'],
  ],
  'Flyway with folders for each kind of database': [
    {
      '/w/shop/src/main/resources/db/migration/common/V1__a.sql': '',
      '/w/shop/src/main/resources/db/migration/h2/V2__b.sql': '',
      '/w/shop/src/main/resources/db/migration/postgresql/V2__b.sql': '',
    },
    [
      'flyway shop: /w/shop/src/main/resources/db/migration/common, /w/shop/src/main/resources/db/migration/postgresql',
    ],
  ],
  'Flyway with repeatable scripts beside the versioned ones': [
    { '/w/shop/sql/tables/V1__a.sql': '', '/w/shop/sql/views/R__b.sql': '' },
    ['flyway tables: /w/shop/sql/tables/**, /w/shop/sql/views/**'],
  ],
  'repeatable scripts alone are nobody’s': [{ '/w/shop/reports/R__b.sql': '' }, []],
};

describe('finding projects', () => {
  test.each(Object.entries(SITUATIONS))('%s', async (_, [texts, expected]) => {
    const projects = await projectsIn(texts);
    const shown = projects.map(({ convention, name, folders }) => {
      const paths = folders.map(({ path, recursive }) => (recursive ? `${path}/**` : path));
      return `${convention} ${name}: ${paths.join(', ')}`;
    });
    expect(shown).toEqual(expected);
  });

  test('the version table may be named in the .env file', async () => {
    const [one] = await projectsIn({
      '/w/shop/db/migrations/1_a.sql': dbmate,
      '/w/shop/.env': 'DATABASE_URL=postgres://u:secret@h/d\nDBMATE_MIGRATIONS_TABLE=audit.versions\n',
    });
    expect(one?.versionTable).toEqual({ schema: 'audit', name: 'versions', columns: ['version'] });
    expect(one?.readFiles).toEqual(['/w/shop/.env']);
    expect(JSON.stringify(one)).not.toContain('secret');
  });
});
