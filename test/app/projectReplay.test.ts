/** Scripts that ask for the schema they find, replayed: what they do follows from the scripts before them. */
import { expect, test } from 'vitest';
import { loadSql } from '../../src/adapters/libpgQuery.ts';
import { loadPython } from '../../src/adapters/treeSitter.ts';
import { Answers } from '../../src/app/answers.ts';
import { ProjectReplay } from '../../src/app/projectReplay.ts';
import type { ProjectScripts } from '../../src/app/schemaEngine.ts';
import { buildGraph } from '../../src/core/migration/graph.ts';
import type { SyntaxParser } from '../../src/core/text/syntax.ts';
import { revision } from '../support/chains.ts';
import { MemoryFiles } from '../support/memoryFiles.ts';
import { memoryStore } from '../support/memoryStore.ts';

const never = new AbortController().signal;
const graph = buildGraph([revision('1', [], { file: '/w/1.py' }), revision('2', ['1'], { file: '/w/2.py' })]);

const table = (columns: string) => `from alembic import op
def upgrade():
    op.execute("CREATE TABLE pen (${columns})")
`;

const cleaning = `import sqlalchemy as sa
from alembic import op
from kept import KEPT
def upgrade():
    for column in sa.inspect(op.get_bind()).get_columns("pen"):
        if column["name"] not in KEPT:
            op.drop_column("pen", column["name"])
`;

function scripts(changed: Readonly<Record<string, string>>): ProjectScripts {
  const project = {
    id: 'pens',
    name: 'pens',
    convention: 'alembic',
    declaredIn: '/w/alembic.ini',
    folders: [{ path: '/w', recursive: false }],
    readFiles: [],
    versionTable: { name: 'alembic_version', columns: ['version_num'] },
  };
  return { project, graph, changed: new Map(Object.entries(changed)) } as unknown as ProjectScripts;
}

test('a loop over the columns of a table is done for those that it has by then', async () => {
  const parsers = { python: await loadPython(), sql: await loadSql() };
  let kept = 'KEPT = ["id"]';
  const readFile = (path: string) => (path === '/w/kept.py' ? kept : undefined);
  const replay = new ProjectReplay({
    parsers: async () => parsers,
    readFile,
    pause: () => Promise.resolve(),
  });
  const columnsAt = async (id: string, changed: Readonly<Record<string, string>>) => {
    replay.take(scripts(changed));
    const { timeline } = await replay.prepare(undefined, never);
    const { tables, uncertainties } = timeline.snapshotAt([id]);
    expect(uncertainties).toEqual([]);
    return [...tables.values()].flatMap(({ columns }) => columns.map(({ name }) => name));
  };
  expect(await columnsAt('2', { '/w/1.py': table('id int, ink text'), '/w/2.py': cleaning })).toEqual(['id']);
  const more = table('id int, ink text, cap text');
  expect(await columnsAt('1', { '/w/1.py': more })).toEqual(['id', 'ink', 'cap']);
  expect(await columnsAt('2', {})).toEqual(['id']);
  kept = 'KEPT = ["id", "cap"]';
  expect(await columnsAt('2', {})).toEqual(['id', 'cap']);
});

test('what an earlier run read of scripts is not read again before one of their files says something else', async () => {
  const parsers = { python: await loadPython(), sql: await loadSql() };
  const store = memoryStore();
  const files = new MemoryFiles({ '/w/kept.py': 'INK = "ink text"' });
  const texts: Record<string, string> = {
    '/w/1.py':
      'from kept import INK\nfrom alembic import op\ndef upgrade(): op.execute(f"CREATE TABLE pen ({INK})")',
    '/w/2.py': 'from alembic import op\ndef upgrade(): op.execute("CREATE TABLE cap (size int)")',
  };
  const run = async () => {
    const read: string[] = [];
    const watched = (text: string) => read.push(...Object.keys(texts).filter((file) => texts[file] === text));
    const python: SyntaxParser = {
      ...parsers.python,
      read(text, use) {
        watched(text);
        return parsers.python.read(text, use);
      },
    };
    const answers = new Answers(store, files);
    const replay = new ProjectReplay({
      parsers: async () => ({ ...parsers, python }),
      readFile: answers.files.readSync,
      pause: () => Promise.resolve(),
      answers,
    });
    replay.take(scripts(texts));
    const { timeline, operationsOf } = await replay.prepare(undefined, never);
    const columns = [...timeline.snapshotAt(['2']).tables.values()].flatMap((one) => one.columns);
    const downgrade = replay.operationsAt('1', 'downgrade', {
      snapshot: timeline.snapshotAt(['2']),
      searchPath: ['public'],
    });
    return { read, columns: columns.map(({ name }) => name), upgrade: operationsOf('1'), downgrade };
  };
  texts['/w/1.py'] += '\ndef downgrade(): op.drop_table("pen")';
  const first = await run();
  expect(first.read).toEqual(['/w/1.py', '/w/2.py', '/w/1.py']);
  expect(first.columns).toEqual(['ink', 'size']);
  expect(first.downgrade).toMatchObject([{ kind: 'dropTable' }]);
  // The downgrade is read when it is asked for.
  expect(await run()).toEqual({ ...first, read: ['/w/1.py', '/w/1.py'] });
  texts['/w/2.py'] += ' # more';
  expect((await run()).read).toEqual(['/w/2.py', '/w/1.py', '/w/1.py']);
  files.texts.set('/w/kept.py', 'INK = "colour text"');
  expect(await run()).toMatchObject({ read: ['/w/1.py', '/w/2.py', '/w/1.py'], columns: ['colour', 'size'] });
  expect(await run()).toMatchObject({ read: ['/w/1.py', '/w/1.py'], columns: ['colour', 'size'] });
});
