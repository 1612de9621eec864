/** What an env.py says of its version table: known, or honestly unknown. */
import { beforeAll, describe, expect, test } from 'vitest';
import { loadPython } from '../../../../src/adapters/treeSitter.ts';
import { environmentOf } from '../../../../src/core/migration/alembic/environment.ts';
import { readEnv } from '../../../../src/core/migration/alembic/readEnv.ts';
import { readIni } from '../../../../src/core/text/ini.ts';
import type { SyntaxParser } from '../../../../src/core/text/syntax.ts';

const file = '/w/m/env.py';

let python: SyntaxParser;
beforeAll(async () => {
  python = await loadPython();
});

interface Setup {
  readonly ini?: string;
  readonly files?: Readonly<Record<string, string>>;
}

function environment(text: string, { ini = '', files = {} }: Setup = {}) {
  const config = {
    file: '/w/alembic.ini',
    section: 'alembic',
    ini: readIni(`[alembic]\n${ini}`, '/w/alembic.ini').value,
    toml: undefined,
  };
  const env = {
    file,
    text: `from alembic import context\n${text}\n`,
    readImport: (path: string) => files[path],
  };
  return environmentOf(readEnv(env, config, python).calls, file);
}

/** `schema.table`, or `?`. */
function table(text: string, setup?: Setup): string {
  const { versionTable } = environment(text, setup);
  return versionTable === undefined
    ? '?'
    : [versionTable.schema, versionTable.name].filter(Boolean).join('.');
}

const configure = (given: string) => `context.configure(connection=c${given === '' ? '' : `, ${given}`})`;

test.each([
  ['nothing', configure(''), 'alembic_version'],
  ['a literal', configure("version_table='v'"), 'v'],
  ['a schema', configure("version_table='v', version_table_schema='s'"), 's.v'],
  ['no schema', configure('version_table_schema=None'), 'alembic_version'],
  ['a constant', `TABLE = 'v'\n${configure('version_table=TABLE')}`, 'v'],
  [
    'an f-string over constants',
    `APP = 'shop'\n${configure("version_table=f'{APP}_version'")}`,
    'shop_version',
  ],
  ['a dictionary', `kw = dict(version_table='v')\n${configure('**kw')}`, 'v'],
  [
    'a dictionary that grows',
    `kw = {}\nkw['version_table'] = 'v'\nkw.update(compare_type=True)\n${configure('**kw')}`,
    'v',
  ],
  ['a spread literal', configure("**{'version_table': 'v'}"), 'v'],
  ['a class constant', `class Config:\n    TABLE = 'v'\n${configure('version_table=Config.TABLE')}`, 'v'],
  [
    'a helper function',
    `def name(app):\n    return app + '_v'\n${configure("version_table=name('shop')")}`,
    'shop_v',
  ],
  ['a function’s parameter', `def run(table):\n    ${configure('version_table=table')}\nrun('v')`, 'v'],
  ['a parameter’s default', `def run(table='v'):\n    ${configure('version_table=table')}\nrun()`, 'v'],
  [
    'a callback',
    `def go(c):\n    ${configure("version_table='v'")}\nasync def main():\n    await c.run_sync(go)\nimport asyncio\nasyncio.run(main())`,
    'v',
  ],
  ['a function nobody calls', `def run():\n    ${configure("version_table='v'")}`, 'v'],
  [
    'another name for the context',
    `from alembic import context as ctx\nctx.configure(connection=c, version_table='v')`,
    'v',
  ],
  ['the module', `import alembic\nalembic.context.configure(connection=c, version_table='v')`, 'v'],
])('known: %s', (_, text, expected) => {
  expect(table(text)).toBe(expected);
});

test.each([
  ['the environment', `import os\n${configure("version_table=os.environ.get('TABLE', 'alembic_version')")}`],
  ['os.getenv', `import os\nT = os.getenv('TABLE', 'v')\n${configure('version_table=T')}`],
  ['an unknown **', configure('**options')],
  ['a function from elsewhere', `from lib import options\n${configure('**options()')}`],
  ['either of two', `T = 'a' if x else 'b'\n${configure('version_table=T')}`],
  ['bound in one branch', `T = 'a'\nif x:\n    T = 'b'\n${configure('version_table=T')}`],
  ['bound in a loop', `T = 'a'\nfor T in names:\n    pass\n${configure('version_table=T')}`],
  [
    'an argument of the command line',
    configure("version_table=context.get_x_argument(as_dictionary=True).get('t')"),
  ],
  [
    'a schema from the environment',
    `import os\n${configure("version_table='v', version_table_schema=os.environ['S']")}`,
  ],
  ['a star import that may rebind it', `T = 'a'\nfrom lib import *\n${configure('version_table=T')}`],
  ['two calls that disagree', `${configure("version_table='a'")}\n${configure("version_table='b'")}`],
])('unknown: %s', (_, text) => {
  const { versionTable, problems } = environment(text);
  expect(versionTable).toBeUndefined();
  expect(problems.map(({ code }) => code)).toContain('version-table-unknown');
});

test('either of two that are the same is known', () => {
  expect(table(`T = 'a' if x else 'a'\n${configure('version_table=T')}`)).toBe('a');
});

test('what is unknown is said where it is written, with the setting that can say it', () => {
  const argument = "version_table=os.environ['T']";
  const text = `import os\n${configure(argument)}`;
  const [problem] = environment(text).problems;
  const start = problem?.range?.start ?? 0;
  expect(`from alembic import context\n${text}`.slice(start, problem?.range?.end)).toBe(argument);
  expect(problem).toMatchObject({ severity: 'information', file });
  expect(problem?.message).toContain('driftline.projects');
});

describe('the project’s configuration', () => {
  test.each([
    ["config.get_main_option('table')", 'table = v', 'v'],
    ["config.get_main_option('table', 'fallback')", '', 'fallback'],
    ["config.get_section_option('other', 'table')", '[other]\ntable = o', 'o'],
    ["config.get_section(config.config_ini_section)['table']", 'table = v', 'v'],
    ["config.get_section('other').get('table')", '[other]\ntable = o', 'o'],
    ["config.get_section(config.config_ini_section, {}).get('gone', 'none')", '', 'none'],
    ["config.get_main_option('table')", 'table = 50%', '?'],
  ])('%s with %j', (expression, ini, expected) => {
    const text = `config = context.config\n${configure(`version_table=${expression}`)}`;
    expect(table(text, { ini })).toBe(expected);
  });

  test('an option that the file sets itself goes first', () => {
    const text = `context.config.set_main_option('table', 'set')\n${configure("version_table=context.config.get_main_option('table')")}`;
    expect(table(text, { ini: 'table = v' })).toBe('set');
  });
});

describe('constants from files of the repository', () => {
  test.each([
    ['from shop.settings import TABLE', 'TABLE', { '/w/shop/settings.py': "TABLE = 'v'" }],
    ['from shop import settings', 'settings.TABLE', { '/w/shop/settings.py': "TABLE = 'v'" }],
    [
      'import shop.settings',
      'shop.settings.TABLE',
      { '/w/shop/settings.py': "TABLE = 'v'", '/w/shop/__init__.py': '' },
    ],
    ['import shop.settings as s', 's.TABLE', { '/w/src/shop/settings.py': "TABLE = 'v'" }],
    [
      'from shop.settings import Settings',
      'Settings.TABLE',
      { '/w/shop/settings.py': "class Settings:\n    TABLE = 'v'" },
    ],
    [
      'from shop import TABLE',
      'TABLE',
      { '/w/shop/__init__.py': 'from .settings import TABLE', '/w/shop/settings.py': "TABLE = 'v'" },
    ],
    ['from shop.settings import *', 'TABLE', { '/w/shop/settings.py': "TABLE = 'v'" }],
    ['from shop.settings import TABLE as T', "T + '_x'[2:]", { '/w/shop/settings.py': "TABLE = 'v'" }],
  ])('%s', (statement, expression, files) => {
    expect(table(`${statement}\n${configure(`version_table=${expression}`)}`, { files })).toBe('v');
  });

  test.each([
    ['a default that the environment may replace', "import os\nTABLE = os.environ.get('T', 'v')"],
    ['an attribute of an object', 'TABLE = Settings().table'],
    ['a circle', 'from shop.settings import TABLE'],
  ])('unknown: %s', (_, settings) => {
    const text = `from shop.settings import TABLE\n${configure('version_table=TABLE')}`;
    expect(table(text, { files: { '/w/shop/settings.py': settings } })).toBe('?');
  });
});

describe('online and offline', () => {
  test('the call with a connection decides, and a difference is said', () => {
    const { versionTable, problems } = environment(
      `context.configure(url=u)\ncontext.configure(connection=c, version_table='v')`,
    );
    expect(versionTable?.name).toBe('v');
    expect(problems.map(({ code }) => code)).toEqual(['version-table-differs']);
  });

  test('no difference, no problem', () => {
    const text = `context.configure(url=u, version_table='v')\ncontext.configure(connection=c, version_table='v')`;
    expect(environment(text).problems).toEqual([]);
  });
});

test('facts say where the metadata comes from, and the switches', () => {
  const text = `from shop.db import models\nfrom shop.audit import metadata as audit\n${configure('target_metadata=[models.Base.metadata, audit], include_schemas=True, transaction_per_migration=False')}`;
  expect(environment(text).facts.map(({ name, value }) => [name, value])).toEqual([
    ['include_schemas', 'True'],
    ['transaction_per_migration', 'False'],
    ['target_metadata', 'shop.db.models.Base.metadata, shop.audit.metadata'],
  ]);
});

test('a file without a call says that nothing could be found', () => {
  expect(environment('x = 1').problems.map(({ code }) => code)).toEqual(['version-table-unknown']);
});

test('a file that is being typed does not fail', () => {
  const text = `TABLE = 'v'\ndef run(:\n    ${configure('version_table=TABLE')}\nif\n`;
  expect(['v', '?']).toContain(table(text));
});
