/** flyway.conf and flyway.toml: where the scripts and the history are. */
import { describe, expect, test } from 'vitest';
import { chainOf, problemTexts, projectsIn, readOne } from '../../../support/sqlProjects.ts';

const script = { '/w/shop/sql/V1__a.sql': 'select 1;' };

describe('flyway.conf', () => {
  test('locations, table and schema', async () => {
    const conf = [
      '# comment',
      'flyway.url=jdbc:postgresql://localhost/shop?password=secret',
      'flyway.password = secret',
      'flyway.locations = filesystem:sql,\\',
      '   filesystem:more',
      'flyway.table: history',
      'flyway.schemas=app,audit',
    ].join('\n');
    const [one] = await projectsIn({ ...script, '/w/shop/more/V2__b.sql': '', '/w/shop/flyway.conf': conf });
    expect(one?.id).toBe('/w/shop/flyway.conf');
    expect(one?.folders.map(({ path }) => path)).toEqual(['/w/shop/sql', '/w/shop/more']);
    expect(one?.versionTable).toMatchObject({ schema: 'app', name: 'history' });
    expect(JSON.stringify(one)).not.toContain('secret');
    const table = one?.facts.find(({ name }) => name === 'table');
    expect(conf.slice(table?.range?.start, table?.range?.end)).toBe('history');
  });

  test('the default schema comes before the list of schemas', async () => {
    const conf = 'flyway.schemas=app\nflyway.defaultSchema=audit\nflyway.locations=filesystem:sql\n';
    const [one] = await projectsIn({ ...script, '/w/shop/flyway.conf': conf });
    expect(one?.versionTable?.schema).toBe('audit');
  });

  test('the usual folders, where it names none', async () => {
    const [one] = await projectsIn({ ...script, '/w/shop/conf/flyway.conf': '', '/w/shop/flyway.conf': '' });
    expect(one?.folders).toEqual([{ path: '/w/shop/sql', recursive: true }]);
  });

  test('a folder above that of the file', async () => {
    const [one] = await projectsIn({
      ...script,
      '/w/shop/conf/flyway.conf': 'flyway.locations=filesystem:sql',
    });
    expect(one?.folders).toEqual([{ path: '/w/shop/sql', recursive: true }]);
  });

  test('a place on the classpath', async () => {
    const [one, ...others] = await projectsIn({
      '/w/shop/src/main/resources/db/pg/V1__a.sql': '',
      '/w/shop/flyway.conf': 'flyway.locations=classpath:db/pg',
    });
    expect(one?.folders).toEqual([{ path: '/w/shop/src/main/resources/db/pg', recursive: true }]);
    expect(others).toEqual([]);
  });

  test('wildcards', async () => {
    const [one] = await projectsIn({
      '/w/shop/sql/a/up/V1__a.sql': '',
      '/w/shop/sql/b/up/V2__b.sql': '',
      '/w/shop/sql/b/other/V3__c.sql': '',
      '/w/shop/flyway.conf': 'flyway.locations=filesystem:sql/*/up',
    });
    expect(one?.folders.map(({ path }) => path)).toEqual(['/w/shop/sql/a/up', '/w/shop/sql/b/up']);
  });

  test('files for several stages are one project', async () => {
    const text = 'flyway.locations=filesystem:sql\n';
    const projects = await projectsIn({
      ...script,
      '/w/shop/flyway-dev.conf': `${text}flyway.url=jdbc:postgresql://dev/shop`,
      '/w/shop/flyway-prod.conf': `${text}flyway.url=jdbc:postgresql://prod/shop`,
    });
    expect(projects.map(({ id }) => id)).toEqual(['/w/shop/flyway-dev.conf']);
  });

  test('names of its own', async () => {
    const texts = {
      '/w/shop/sql/mig-1--first_one.pgsql': 'select 1;',
      '/w/shop/sql/mig-2--second.sql': 'select 2;',
      '/w/shop/sql/V3__not_one.sql': 'select 3;',
      '/w/shop/flyway.conf':
        'flyway.locations=filesystem:sql\nflyway.sqlMigrationPrefix=mig-\nflyway.sqlMigrationSeparator=--\nflyway.sqlMigrationSuffixes=.sql,.pgsql\n',
    };
    const { graph } = await readOne(texts);
    expect(graph.revisions.map(({ id, message }) => `${id} ${message}`)).toEqual(['1 first one', '2 second']);
  });

  test('no prefix at all', async () => {
    const texts = {
      '/w/shop/sql/20240102030405_first_one.sql': 'select 1;',
      '/w/shop/sql/notes_of_ours.sql': 'select 2;',
      '/w/shop/sql/R_totals.sql': 'select 3;',
      '/w/shop/flyway.conf':
        'flyway.locations=filesystem:sql\nflyway.sqlMigrationPrefix=\nflyway.sqlMigrationSeparator=_\n',
    };
    const { graph, problems } = await readOne(texts);
    expect(graph.revisions.map(({ id, message }) => `${id} ${message}`)).toEqual([
      '20240102030405 first one',
      'R_totals totals',
    ]);
    expect(problems).toEqual([]);
  });

  test('a table named by the environment is unknown, and said to be so', async () => {
    const conf = 'flyway.locations=filesystem:sql\nflyway.table=${HISTORY}\n';
    const [one] = await projectsIn({ ...script, '/w/shop/flyway.conf': conf });
    expect(one?.versionTable).toBeUndefined();
    expect(problemTexts(one?.problems ?? [])).toEqual(['version-table-unknown flyway.conf']);
    const range = one?.problems[0]?.range;
    expect(conf.slice(range?.start, range?.end)).toBe('${HISTORY}');
  });

  test('a location that is not there', async () => {
    const [one] = await projectsIn({
      ...script,
      '/w/shop/flyway.conf': 'flyway.locations=filesystem:sql,filesystem:gone,s3:bucket/x\n',
    });
    expect(one?.problems.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'warning: There are no scripts at filesystem:gone. Correct the location, or open the folder that holds it.',
      'information: Scripts at s3:bucket/x are not in this workspace, so they are not shown.',
    ]);
  });
});

describe('flyway.toml', () => {
  test('settings and the chosen environment', async () => {
    const toml = [
      '[flyway]',
      'environment = "prod"',
      'locations = ["filesystem:sql"]',
      'table = "history"',
      'outOfOrder = true',
      '[environments.dev]',
      'schemas = ["dev"]',
      '[environments.prod]',
      'url = "jdbc:postgresql://prod/shop"',
      'password = "secret"',
      'schemas = ["app", "audit"]',
    ].join('\n');
    const [one] = await projectsIn({ ...script, '/w/shop/flyway.toml': toml });
    expect(one?.versionTable).toMatchObject({ schema: 'app', name: 'history' });
    expect(one?.facts.map(({ name, value }) => `${name}=${value}`)).toEqual([
      'locations=filesystem:sql',
      'table=history',
      'schemas=app,audit',
      'outOfOrder=true',
    ]);
    expect(JSON.stringify(one)).not.toContain('secret');
  });

  test('a broken file is a problem, and the scripts are found all the same', async () => {
    const texts = { ...script, '/w/shop/flyway.toml': '[flyway]\ntable = "history\n' };
    const [one] = await projectsIn(texts);
    expect(problemTexts(one?.problems ?? [])).toEqual(['unreadable-configuration flyway.toml']);
    expect(one?.problems[0]?.range?.start).toBe(9);
    expect(one === undefined ? [] : (await chainOf(one, texts)).graph.heads).toEqual(['1']);
  });
});
