/**
 * Ways to write a revision file that Python understands, one trick each. What Alembic makes of them is recorded in
 * test/fixtures/forms/answers.json; test/alembic/scripts.test.ts asks it again.
 */

const header = `"""message of it

Revision ID: r1
Create Date: 2024-02-03 04:05:06.789012

"""
from alembic import op
import sqlalchemy as sa

revision = 'r1'
down_revision = 'r0'
branch_labels = None
depends_on = None
`;

const body = `

def upgrade():
    pass


def downgrade():
    pass
`;

const ordinary = header + body;

/** Lines put behind the header, or behind the functions: each of them anywhere must not mislead a reader. */
export const intruders: readonly string[] = [
  "revision = 'other'",
  "down_revision += '_x'",
  "depends_on = ('d1', 'd2')",
  "revision: str = 'annotated'",
  "branch_labels = depends_on = ('both',)",
  "x = revision = 'chained'",
  "(revision, x) = ('unpacked', 1)",
  "revision, = ('single',)",
  "[revision] = ['listed']",
  "for revision in ('loop1', 'loop2'):\n    pass",
  "if True:\n    revision = 'sure'",
  "if False:\n    revision = 'never'",
  "if 0:\n    revision = 'never'\nelif 1:\n    revision = 'second'\nelse:\n    revision = 'third'",
  "try:\n    revision = 'tried'\nexcept ImportError:\n    revision = 'caught'",
  "try:\n    import json\n    depends_on = 'there'\nexcept ImportError:\n    depends_on = 'missing'",
  "with open(__file__) as revision:\n    pass\nrevision = 'after_with'",
  "globals()['revision'] = 'by_globals'",
  "globals().update(revision='updated')",
  "vars()['revision'] = 'by_vars'",
  'exec("revision = \'by_exec\'")',
  "import sys\nsetattr(sys.modules[__name__], 'nothing', 1) if False else None",
  "def revision():\n    pass\nrevision = 'redefined'",
  "class revision:\n    pass\nrevision = 'after_class'",
  "def set_it():\n    global revision\n    revision = 'by_function'\nset_it()",
  "def set_it():\n    global revision\n    revision = 'never_called'",
  "def local():\n    revision = 'local'\n    return revision",
  "class Holder:\n    revision = 'inside'\n    down_revision = None",
  "if (revision := 'walrus'):\n    pass",
  'from os import path as revision_path, sep as depends_on\ndepends_on = None',
  "import os as revision\nrevision = 'after_import'",
  "revision = 'semi'; down_revision = 'colon'",
  "revision = \\\n    'continued'",
  "note = '''\nrevision = 'in a string'\n'''",
  "note = 'it''s' # revision = 'in a comment'",
  "print('revision', revision, file=open('/dev/null', 'w'))",
  'del branch_labels',
  "down_revision = None if revision == 'r1' else 'zz'",
  "match 1:\n    case 1:\n        revision = 'matched'",
  "while False:\n    revision = 'looped'",
  "lst = ['l1']\nlst.append('l2')\ndepends_on = lst",
  "lst = ['l1']\nbranch_labels = lst\nlst += ['l2']\nbranch_labels = tuple(lst)",
  "depends_on = {'k1': 1, 'k2': 2}",
  'assert revision',
  'revision = revision.upper()',
  'revision = revision',
  'down_revision = down_revision or None',
  'async def downgrade_later():\n    revision = 1',
  'lambda revision: 1',
  "[revision for revision in ('a', 'b')]",
  "@staticmethod\ndef decorated(revision='x'):\n    return revision",
];

/** Whole files. */
export const forms: Readonly<Record<string, string>> = {
  ordinary,
  'double quotes': ordinary.replaceAll("'", '"'),
  'no docstring': ordinary.slice(ordinary.indexOf('from alembic')),
  'comment before the docstring': `#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n${ordinary}`,
  'docstring on one line': ordinary.replace(/"""[\s\S]*?"""/, '"""short"""'),
  'docstring in single quotes': ordinary.replace(/"""[\s\S]*?"""/, "'short'"),
  'docstring in three apostrophes': ordinary.replaceAll('"""', "'''"),
  'docstring with a raw prefix': ordinary.replace('"""message', 'r"""mess\\age'),
  'docstring with escapes': ordinary.replace('message of it', 'tab\\t and \\x41\\u00e9\\\nnext \\q'),
  'docstring with several paragraphs': ordinary.replace(
    'message of it',
    '\n   first line  \n  second line\n\nthird',
  ),
  'docstring with blank line of spaces': ordinary.replace('message of it', 'first\n   \nsecond'),
  'implicitly joined docstring': ordinary.replace(/"""[\s\S]*?"""/, '"joined " "docstring"'),
  'f-string is no docstring': ordinary.replace('"""message', 'f"""message'),
  'bytes are no docstring': ordinary.replace('"""message', 'b"""message'),
  'string further down is no docstring': ordinary.replace(
    /("""[\s\S]*?""")\n(from[\s\S]*?as sa\n)/,
    '$2$1\n',
  ),
  'docstring set as a variable': ordinary.replace('revision =', "__doc__ = 'assigned'\nrevision ="),
  'Windows line ends': ordinary.replaceAll('\n', '\r\n'),
  'annotated with strings': ordinary
    .replace('revision =', "revision: 'str' =")
    .replace('down_revision =', "down_revision: 'str | None' ="),
  'annotation without a value': `${header}revision: str\n${body}`,
  'no space around =': ordinary.replaceAll(' = ', '='),
  'much space around =': ordinary.replaceAll(' = ', '\t =   '),
  'comment behind': ordinary.replace("'r1'\n", "'r1'  # revision = 'no'\n"),
  'parenthesised string': ordinary.replace("'r0'", "('r0')"),
  'parenthesised over lines': ordinary.replace("'r0'", "(\n    'r0'\n)"),
  'tuple of one': ordinary.replace("'r0'", "('r0',)"),
  'tuple without parentheses': ordinary.replace("'r0'", "'r0', 'r00'"),
  'tuple over lines with comments': ordinary.replace(
    "'r0'",
    "(  # two\n    'r0',  # one\n\n    # none\n    'r00',\n)",
  ),
  'list of several': ordinary.replace("'r0'", '["r0", "r00"]'),
  'empty tuple': ordinary.replace("'r0'", '()'),
  'empty string': ordinary.replace("'r0'", "''"),
  'set of one': ordinary.replace("'r0'", "{'r0'}"),
  'nested parentheses': ordinary.replace("'r0'", "((('r0')))"),
  'joined literals': ordinary.replace("'r0'", "'r' '0'"),
  'added literals': ordinary.replace("'r0'", "'r' + '0'"),
  'raw and Unicode prefixes': ordinary.replace("'r1'", "u'r1'").replace("'r0'", "R'r0'"),
  'escaped id': ordinary.replace("'r0'", "'\\x72\\060'"),
  'triple quoted id': ordinary.replace("'r0'", "'''r0'''"),
  'f-string of constants': ordinary
    .replace("revision = 'r1'", "N = 1\nrevision = f'r{N}'")
    .replace("'r0'", "f'r{N - N}{0}'"),
  'f-string with braces': ordinary.replace("'r0'", "f'{{r}}{0!s}'"),
  'percent formatting': ordinary.replace("'r0'", "'%s%d' % ('r', 0)"),
  'percent formatting by name': ordinary.replace("'r0'", "'%(a)s%%' % {'a': 'r0'}"),
  'format method': ordinary.replace("'r0'", "'{}{n}'.format('r', n=0)"),
  'join method': ordinary.replace("'r0'", "'_'.join(['r', '0'])"),
  'subscript of a tuple': ordinary.replace("'r0'", "('x', 'r0')[-1]"),
  'subscript of a dictionary': ordinary.replace("'r0'", "{'a': 'r0'}['a']"),
  'named after its file': ordinary.replace(
    "revision = 'r1'",
    'import os\nrevision = os.path.splitext(os.path.basename(__file__))[0]',
  ),
  'split of its file name': ordinary.replace(
    "revision = 'r1'",
    "import os.path\nrevision = os.path.basename(__file__).split('.')[0]",
  ),
  'class constant': ordinary.replace("revision = 'r1'", "class C:\n    REV = 'r1'\nrevision = C.REV"),
  'function call': ordinary.replace(
    "revision = 'r1'",
    "def make(n, prefix='r'):\n    return prefix + str(n)\nrevision = make(1)",
  ),
  'function with branches': ordinary.replace(
    "revision = 'r1'",
    "def make(n):\n    if n > 3:\n        return 'big'\n    return 'small'\nrevision = make(5)",
  ),
  'boolean labels': ordinary.replace('branch_labels = None', "branch_labels = ('a', 'b') if True else ()"),
  'label as string': ordinary.replace('branch_labels = None', "branch_labels = 'alone'"),
  'labels as set': ordinary.replace('branch_labels = None', "branch_labels = {'a', 'b'}"),
  'Python version decides': ordinary.replace(
    "revision = 'r1'",
    "import sys\nif sys.version_info[0] >= 3:\n    revision = 'r1'\nelse:\n    revision = 'two'",
  ),
  'type checking block': ordinary.replace(
    'revision =',
    "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    revision = 'typed'\nrevision =",
  ),
  'import in parentheses': ordinary.replace(
    'import sqlalchemy as sa',
    'from sqlalchemy import (\n    Column,  # comment (\n    Integer,\n)',
  ),
  'assignments before': ordinary.replace(
    'revision =',
    "import logging\nlogger = logging.getLogger(__name__)\nTABLE = 'x'\nrevision =",
  ),
  'downgrade raises': ordinary.replace(/pass\n$/, "raise NotImplementedError('no way back')\n"),
  'downgrade raises behind a docstring': ordinary.replace(
    /pass\n$/,
    '"""No way back."""\n    raise NotImplementedError\n',
  ),
  'downgrade on one line': ordinary.replace(/downgrade\(\):\n {4}pass\n$/, 'downgrade(): pass\n'),
  'downgrade raises on one line': ordinary.replace(
    /downgrade\(\):\n {4}pass\n$/,
    'downgrade(): raise Exception\n',
  ),
  'downgrade with annotations': ordinary.replace('downgrade():', 'downgrade(engine: str = "x") -> None:'),
  'no downgrade': ordinary.slice(0, ordinary.indexOf('\n\ndef downgrade')),
  'downgrade is upgrade': `${ordinary.slice(0, ordinary.indexOf('\n\ndef downgrade'))}\ndowngrade = upgrade\n`,
  'two downgrades': `${ordinary}\ndef downgrade():\n    raise Exception\n`,
  'no final line break': ordinary.trimEnd(),
  tabs: ordinary.replaceAll('    ', '\t'),
  'form feed': ordinary.replace('\nrevision', '\n\f\nrevision'),
};

/** Every intruder behind the header and behind the functions. */
export function allForms(): Readonly<Record<string, string>> {
  const intruded = intruders.flatMap((intruder) => [
    [`behind the header: ${intruder}`, `${header}${intruder}\n${body}`],
    [`at the end: ${intruder}`, `${ordinary}\n\n${intruder}\n`],
  ]);
  return { ...forms, ...Object.fromEntries(intruded) };
}
