/** What a revision file takes from other files, and what is said of a file that is wrong. */
import { beforeAll, describe, expect, test } from 'vitest';
import { loadPython } from '../../../../src/adapters/treeSitter.ts';
import { checkSyntax } from '../../../../src/core/migration/alembic/checkSyntax.ts';
import { isRevisionFile } from '../../../../src/core/migration/alembic/header.ts';
import { readRevision } from '../../../../src/core/migration/alembic/readRevision.ts';
import type { SyntaxParser } from '../../../../src/core/text/syntax.ts';

let python: SyntaxParser;
beforeAll(async () => {
  python = await loadPython();
});

function read(text: string, files: Readonly<Record<string, string>> = {}, file = '/w/m/versions/a1.py') {
  return readRevision({ file, text, readImport: (path) => files[path] }, python);
}

const start = "revision = 'r1'\ndown_revision = None\n";

describe('imports', () => {
  test('a label is taken from a constant in the repository, and its place is where it is used', () => {
    const text = `from shop.db import cli\n${start}branch_labels = (cli.EXPAND,)\ndepends_on = cli.OTHERS\n`;
    const { value, problems } = read(text, {
      '/w/shop/db/cli.py': "EXPAND = 'expand'\nOTHERS = ['o1', 'o2']",
    });
    expect(problems).toEqual([]);
    expect(value).toMatchObject({ branchLabels: ['expand'], dependsOn: ['o1', 'o2'] });
    const places = value?.references.slice(1).map(({ range }) => text.slice(range.start, range.end));
    expect(places).toEqual(['cli.OTHERS', 'cli.OTHERS']);
  });

  test('what is not in the repository is said to be computed', () => {
    const text = `from shop.db import cli\n${start}branch_labels = (cli.EXPAND,)\n`;
    const { value, problems } = read(text);
    expect(value?.branchLabels).toEqual([]);
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
      ['branch-labels-computed', 'warning'],
    ]);
  });

  const guarded = `try:\n    from shop.db import other\n    depends_on = other.REV\nexcept ImportError:\n    depends_on = None\n`;

  test('a try around an import is decided where the repository has the module', () => {
    const text = `${start}try:\n    from shop.db import other\nexcept ImportError:\n    other = None\ndepends_on = other.REV\n`;
    expect(read(text).problems.map(({ code }) => code)).toEqual(['depends-on-computed']);
    const inRepository = { '/w/shop/db/__init__.py': '', '/w/shop/db/other.py': "REV = 'o1'" };
    expect(read(text, inRepository)).toMatchObject({ value: { dependsOn: ['o1'] }, problems: [] });
  });

  test('and is not where it depends on what is installed', () => {
    expect(read(start + guarded).problems.map(({ code }) => code)).toEqual(['depends-on-computed']);
  });

  test('a package’s import * cannot bring Alembic’s names', () => {
    expect(read(`from peewee import *\n${start}`).problems).toEqual([]);
  });

  test('but where the id itself is missing, it may have', () => {
    expect(read('from base import *\ndown_revision = None\n').problems.map(({ code }) => code)).toEqual([
      'revision-computed',
    ]);
  });
});

describe('ids', () => {
  test('old scripts are named by their file', () => {
    expect(read('down_revision = None\n').value).toMatchObject({ id: 'a1', references: [] });
    expect(read('down_revision = None\n', {}, '/w/m/versions/a1_more.py').value).toBeUndefined();
  });

  test('each forbidden character is named once', () => {
    const [problem] = read("revision = 'a-b-c@d'\ndown_revision = None\n").problems;
    expect(problem?.message).toContain('“-”, “@”');
  });

  test('one unknown parent does not hide the others', () => {
    const { value, problems } = read("revision = 'm'\ndown_revision = ('a', unknown_name)\n");
    expect(value?.downRevisions).toEqual(['a']);
    expect(problems.map(({ code }) => code)).toEqual(['down-revision-computed']);
  });
});

describe('broken text', () => {
  test.each([
    ['in a function', `${start}def upgrade(:\n    pass\n`],
    ['in the line before', `x = (\n${start}`],
    ['while a dependency is typed', `${start}depends_on = (\n\ndef upgrade():\n    pass\n`],
  ])('%s: the header is read all the same', (_, text) => {
    expect(read(text).value).toMatchObject({ id: 'r1', downRevisions: [] });
    expect(checkSyntax({ file: '/f.py', text }, python)).not.toEqual([]);
  });

  test('a mistake is marked in its first line only', () => {
    const text = `${start}def upgrade(:\n    pass\n`;
    const [problem] = checkSyntax({ file: '/f.py', text }, python);
    const marked = text.slice(problem?.range?.start, problem?.range?.end);
    expect(marked).not.toBe('');
    expect(marked).not.toContain('\n');
  });

  test('Python 2 is no Python', () => {
    expect(checkSyntax({ file: '/f.py', text: 'print "x"\n' }, python).map(({ code }) => code)).toEqual([
      'syntax-error',
    ]);
    expect(checkSyntax({ file: '/f.py', text: 'print("x")\n' }, python)).toEqual([]);
  });

  test('any beginning of a file is read without failing', () => {
    const text = `"""doc"""\nimport os\n${start}branch_labels = ('a', f'{os}')\nif os:\n    depends_on = [\n        'x',\n    ]\n`;
    const ids = Array.from(text, (_, length) => read(text.slice(0, length)).value?.id);
    expect(new Set(ids)).toEqual(new Set([undefined, 'r1', 'a1']));
    expect(ids.at(-1)).toBe('r1');
  });
});

test.each([
  ['a.py', true],
  ['.a.py', true],
  ['_a.py', true],
  ['.#a.py', false],
  ['__init__.py', false],
  ['__init__x.py', false],
  ['a.pyc', false],
  ['a.py.bak', false],
])('%s is a revision file: %s', (name, expected) => {
  expect(isRevisionFile(name)).toBe(expected);
});
