/** Where Alembic projects are found, and what their configuration says of them. */
import { beforeAll, describe, expect, test } from 'vitest';
import { loadPython } from '../../../../src/adapters/treeSitter.ts';
import { alembic } from '../../../../src/core/migration/conventions/alembic.ts';
import type { MigrationProject } from '../../../../src/core/migration/project.ts';
import { baseName } from '../../../../src/core/text/path.ts';
import type { SyntaxParser } from '../../../../src/core/text/syntax.ts';
import { MemoryFiles, revisionText } from '../../../support/memoryFiles.ts';

const env = `
from alembic import context
from shop.models import Base

def run_migrations_online():
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata)

run_migrations_online()
`;
const script = revisionText('r1', undefined);

let python: SyntaxParser;
beforeAll(async () => {
  python = await loadPython();
});

function find(texts: Readonly<Record<string, string>>): Promise<readonly MigrationProject[]> {
  const markers = Object.keys(texts)
    .filter((path) => alembic.isMarker(baseName(path)))
    .sort();
  return alembic.find(markers, new MemoryFiles(texts), python);
}

/** One line for each project: its id, its folders, its version table. */
async function summary(texts: Readonly<Record<string, string>>): Promise<string[]> {
  return (await find(texts)).map(({ id, folders, versionTable }) => {
    const where = folders.map(({ path, recursive }) => (recursive ? `${path}/**` : path)).join(' + ');
    const table =
      versionTable === undefined ? '?' : [versionTable.schema, versionTable.name].filter(Boolean).join('.');
    return `${id} → ${where} (${table})`;
  });
}

describe('script_location', () => {
  test.each([
    ['relative to the ini file', 'db/migrations'],
    ['from %(here)s', '%(here)s/db/migrations'],
    ['absolute', '/w/db/migrations'],
    ['in a package', 'db:migrations'],
  ])('%s', async (_, location) => {
    const files = {
      '/w/alembic.ini': `[alembic]\nscript_location = ${location}\n`,
      '/w/db/migrations/env.py': env,
      '/w/db/migrations/versions/a.py': script,
    };
    expect(await summary(files)).toEqual(['/w/alembic.ini → /w/db/migrations/versions (alembic_version)']);
  });

  test('of a package is looked for where prepend_sys_path says, and in src', async () => {
    const files = {
      '/w/one/alembic.ini':
        '[alembic]\nscript_location = shop.db:migrations\nprepend_sys_path = lib2\npath_separator = os\n',
      '/w/one/lib2/shop/db/migrations/env.py': env,
      '/w/two/alembic.ini': '[alembic]\nscript_location = shop.db:migrations\n',
      '/w/two/src/shop/db/migrations/env.py': env,
    };
    expect(await summary(files)).toEqual([
      '/w/one/alembic.ini → /w/one/lib2/shop/db/migrations/versions (alembic_version)',
      '/w/two/alembic.ini → /w/two/src/shop/db/migrations/versions (alembic_version)',
    ]);
  });

  test('is seen from a folder above where Alembic is started there', async () => {
    const files = {
      '/w/conf/alembic.ini': '[alembic]\nscript_location = shop/migrations\n',
      '/w/shop/migrations/env.py': env,
    };
    expect(await summary(files)).toEqual([
      '/w/conf/alembic.ini → /w/shop/migrations/versions (alembic_version)',
    ]);
  });

  test('that leads nowhere is a problem of the project', async () => {
    const text = '[alembic]\nscript_location = gone\n';
    const [project] = await find({ '/w/alembic.ini': text });
    const [problem] = project?.problems ?? [];
    expect(problem?.code).toBe('script-location-missing');
    expect(text.slice(problem?.range?.start, problem?.range?.end)).toBe('gone');
    expect(project?.folders).toEqual([]);
  });

  test('that a template leaves open declares nothing', async () => {
    expect(await summary({ '/w/alembic.ini': '[alembic]\nscript_location = {alembic_dir}\n' })).toEqual([]);
  });
});

describe('sections', () => {
  const trees = { '/w/a/env.py': env, '/w/b/env.py': env };

  test('each names its own tree', async () => {
    const files = { ...trees, '/w/alembic.ini': '[a]\nscript_location = a\n[b]\nscript_location = b\n' };
    expect(await summary(files)).toEqual([
      '/w/alembic.ini#a → /w/a/versions (alembic_version)',
      '/w/alembic.ini#b → /w/b/versions (alembic_version)',
    ]);
  });

  test('inherit from [DEFAULT]; those that are not Alembic’s do not count', async () => {
    const ini =
      '[DEFAULT]\nscript_location = a\n[alembic]\n[other]\nscript_location = b\n[loggers]\nkeys = root\n';
    expect(await summary({ ...trees, '/w/alembic.ini': ini })).toEqual([
      '/w/alembic.ini → /w/a/versions (alembic_version)',
      '/w/alembic.ini#other → /w/b/versions (alembic_version)',
    ]);
  });

  test('that differ in nothing but the database are one project', async () => {
    const ini =
      '[alembic]\nscript_location = a\n[prod]\nscript_location = a\nsqlalchemy.url = postgresql://db/x\n';
    const [project, more] = await find({ ...trees, '/w/alembic.ini': ini });
    expect(more).toBeUndefined();
    expect(project?.facts).toContainEqual({
      name: 'also declared in',
      value: 'alembic.ini#prod',
      file: '/w/alembic.ini',
    });
    expect(project?.url).toEqual({ file: '/w/alembic.ini', key: 'sqlalchemy.url', section: 'prod' });
  });

  test('that name different version tables are two', async () => {
    const byOption = env.replace(
      'target_metadata=',
      "version_table=context.config.get_main_option('table'), target_metadata=",
    );
    const ini = '[one]\nscript_location = a\ntable = v1\n[two]\nscript_location = a\ntable = v2\n';
    expect(await summary({ '/w/a/env.py': byOption, '/w/alembic.ini': ini })).toEqual([
      '/w/alembic.ini#one → /w/a/versions (v1)',
      '/w/alembic.ini#two → /w/a/versions (v2)',
    ]);
  });
});

describe('version_locations', () => {
  const tree = {
    '/w/m/env.py': env,
    '/w/m/versions/a.py': script,
    '/w/plugins/x/a.py': script,
    '/w/with space/a.py': script,
  };
  const both = '/w/m/versions + /w/plugins/x';

  test.each([
    ['m/versions plugins/x', both],
    ['m/versions, plugins/x', both],
    ['%(here)s/m/versions %(here)s/plugins/x', both],
    ['m/versions:plugins/x\npath_separator = os', both],
    ['m/versions:plugins/x\npath_separator = :', both],
    ['m/versions;plugins/x\npath_separator = ;', both],
    ['m/versions;plugins/x\nversion_path_separator = ;', both],
    ['m/versions plugins/x\npath_separator = space', both],
    ['\n  m/versions\n  with space\npath_separator = newline', '/w/m/versions + /w/with space'],
    ['m/versions m/versions', '/w/m/versions'],
    ['plugins:x m/versions', '/w/plugins/x + /w/m/versions'],
    ['\nrecursive_version_locations = true', '/w/m/versions/**'],
    ['\nrecursive_version_locations = True', '/w/m/versions'],
  ])('%j', async (option, folders) => {
    const ini = `[alembic]\nscript_location = m\nversion_locations = ${option}\n`;
    expect(await summary({ ...tree, '/w/alembic.ini': ini })).toEqual([
      `/w/alembic.ini → ${folders} (alembic_version)`,
    ]);
  });

  test('with a separator that Alembic does not know are a problem', async () => {
    const ini = '[alembic]\nscript_location = m\nversion_locations = a|b\npath_separator = |\n';
    const [project] = await find({ ...tree, '/w/alembic.ini': ini });
    expect(project?.problems.map(({ code }) => code)).toEqual(['path-separator-unknown']);
  });

  test('that only code names are all folders below versions, if the scripts there go on from one another', async () => {
    const split = {
      '/w/m/env.py': env,
      '/w/m/versions/root.py': revisionText('root', undefined),
      '/w/m/versions/v1/a.py': revisionText('a', 'root'),
      '/w/m/versions/v2/b.py': revisionText('b', 'a'),
      '/w/alembic.ini': '[alembic]\nscript_location = m\n',
    };
    const [project] = await find(split);
    expect(project?.folders).toEqual([{ path: '/w/m/versions', recursive: true }]);
    expect(project?.problems.map(({ code }) => code)).toEqual(['version-locations-in-code']);
  });

  describe('that only code names', () => {
    const dialects = {
      '/w/shop/m/env.py': env,
      '/w/shop/m/versions/postgresql/a.py': revisionText('a', undefined),
      '/w/shop/m/versions/postgresql/b.py': revisionText('b', 'a'),
      '/w/shop/m/versions/sqlite/a.py': revisionText('a', undefined),
    };
    const both = [
      '→ /w/shop/m/versions/postgresql/** (alembic_version)',
      '→ /w/shop/m/versions/sqlite/** (alembic_version)',
    ];

    test('are projects of their own if they stand alone and share ids: one for each kind of database', async () => {
      const declared = { ...dialects, '/w/shop/alembic.ini': '[alembic]\nscript_location = m\n' };
      expect(await summary(declared)).toEqual([
        `/w/shop/alembic.ini#postgresql ${both[0]}`,
        `/w/shop/alembic.ini#sqlite ${both[1]}`,
      ]);
      const projects = await find(declared);
      expect(projects.map(({ name }) => name)).toEqual(['shop postgresql', 'shop sqlite']);
      expect(projects.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
        ['version-locations-in-code'],
        ['version-locations-in-code'],
      ]);
    });

    test('are so too where no ini file declares them', async () => {
      expect(await summary(dialects)).toEqual([
        `/w/shop/m#postgresql ${both[0]}`,
        `/w/shop/m#sqlite ${both[1]}`,
      ]);
    });

    test('are one project if an id is declared twice by mistake in folders that need each other', async () => {
      const mistaken = { ...dialects, '/w/shop/m/versions/sqlite/c.py': revisionText('c', 'b') };
      expect(await summary(mistaken)).toEqual(['/w/shop/m → /w/shop/m/versions/** (alembic_version)']);
    });

    test('are one project if they are branches with ids of their own', async () => {
      const branches = {
        '/w/shop/m/env.py': env,
        '/w/shop/m/versions/expand/a.py': revisionText('a', undefined),
        '/w/shop/m/versions/contract/b.py': revisionText('b', undefined),
      };
      expect(await summary(branches)).toEqual(['/w/shop/m → /w/shop/m/versions/** (alembic_version)']);
    });
  });

  test('do not reach scripts that somebody parked in a folder below', async () => {
    const parked = {
      '/w/m/env.py': env,
      '/w/m/versions/a.py': revisionText('a', undefined),
      '/w/m/versions/old/b.py': revisionText('b', 'a'),
      '/w/alembic.ini': '[alembic]\nscript_location = m\n',
    };
    expect(await summary(parked)).toEqual(['/w/alembic.ini → /w/m/versions (alembic_version)']);
  });
});

describe('pyproject.toml', () => {
  const tree = { '/w/m/env.py': env, '/w/m/versions/a.py': script, '/w/x/a.py': script };
  const toml = `[tool.alembic]\nscript_location = "%(here)s/m"\nversion_locations = ["%(here)s/m/versions", "x"]\nrecursive_version_locations = true\n`;

  test('declares a project by itself', async () => {
    expect(await summary({ ...tree, '/w/pyproject.toml': toml })).toEqual([
      '/w/pyproject.toml → /w/m/versions/** + /w/x/** (alembic_version)',
    ]);
  });

  test('fills in what the ini file beside it leaves out', async () => {
    const files = {
      ...tree,
      '/w/pyproject.toml': toml,
      '/w/alembic.ini': '[alembic]\nsqlalchemy.url = postgresql://db/x\n',
    };
    expect(await summary(files)).toEqual(['/w/alembic.ini → /w/m/versions/** + /w/x/** (alembic_version)']);
  });

  test('gives way to the ini file', async () => {
    const ini =
      '[alembic]\nscript_location = m\nversion_locations = x\nrecursive_version_locations = false\n';
    expect(await summary({ ...tree, '/w/pyproject.toml': toml, '/w/alembic.ini': ini })).toEqual([
      '/w/alembic.ini → /w/x (alembic_version)',
    ]);
  });

  test('of another tool declares nothing', async () => {
    expect(await summary({ '/w/pyproject.toml': '[tool.black]\nline-length = 100\n' })).toEqual([]);
  });
});

describe('without script_location', () => {
  test('Flask-Migrate’s alembic.ini stands for its own folder, and the project is the folder above', async () => {
    const files = {
      '/w/shop/migrations/alembic.ini': '[alembic]\n[loggers]\nkeys = root\n',
      '/w/shop/migrations/env.py': env,
    };
    const [project] = await find(files);
    expect(project).toMatchObject({
      name: 'shop',
      root: '/w/shop',
      folders: [{ path: '/w/shop/migrations/versions' }],
    });
  });

  test('an env.py beside scripts is a project of its own, once', async () => {
    const files = { '/w/m/env.py': env, '/w/m/versions/a.py': script };
    expect(await summary(files)).toEqual(['/w/m → /w/m/versions (alembic_version)']);
    expect(await summary({ ...files, '/w/alembic.ini': '[alembic]\nscript_location = m\n' })).toHaveLength(1);
  });

  test('any other env.py is none', async () => {
    expect(await summary({ '/w/x/env.py': 'import os\n', '/w/x/versions/a.py': script })).toEqual([]);
  });
});

test('Alembic’s template for several databases has the URL of the first', async () => {
  const ini =
    '[alembic]\nscript_location = m\ndatabases = one, two\n[one]\nsqlalchemy.url = postgresql://a/1\n[two]\nsqlalchemy.url = postgresql://a/2\n';
  const [project] = await find({ '/w/alembic.ini': ini, '/w/m/env.py': env });
  expect(project?.url?.section).toBe('one');
  expect(project?.facts[0]).toMatchObject({ name: 'databases', value: 'one, two' });
});

test('the placeholder of Alembic’s template is no URL', async () => {
  const ini = '[alembic]\nscript_location = m\nsqlalchemy.url = driver://user:pass@localhost/dbname\n';
  const [project] = await find({ '/w/alembic.ini': ini, '/w/m/env.py': env });
  expect(project?.url).toBeUndefined();
});

describe('Flask-Migrate hands on what Migrate was given', () => {
  const flaskEnv = env
    .replace('target_metadata=Base.metadata', "**current_app.extensions['migrate'].configure_args")
    .replace('from shop.models import Base', 'from flask import current_app');
  const files = { '/w/migrations/alembic.ini': '[alembic]\n', '/w/migrations/env.py': flaskEnv };

  test.each([
    ['Migrate(app, db)', 'alembic_version'],
    ["Migrate(app, db, version_table='v')", 'v'],
    ["migrate = Migrate()\nmigrate.init_app(app, db, version_table='w')", 'w'],
    ["def create_app():\n    Migrate(app, db, version_table='inside')", 'inside'],
    ['Migrate(app, db, **options)', '?'],
  ])('%j', async (code, table) => {
    const text = `from flask_migrate import Migrate\n${code}\n`;
    expect(await summary({ ...files, '/w/shop/extensions.py': text })).toEqual([
      `/w/migrations/alembic.ini → /w/migrations/versions (${table})`,
    ]);
  });

  test('and is unknown where no Migrate is to be found', async () => {
    expect(await summary(files)).toEqual(['/w/migrations/alembic.ini → /w/migrations/versions (?)']);
  });
});
