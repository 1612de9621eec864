/** Scripts that ask for the schema they find, replayed: what they do follows from the scripts before them. */
import { expect, test } from 'vitest';
import { loadSql } from '../../src/adapters/libpgQuery.ts';
import { loadPython } from '../../src/adapters/treeSitter.ts';
import { ProjectReplay } from '../../src/app/projectReplay.ts';
import type { ProjectScripts } from '../../src/app/schemaEngine.ts';
import { buildGraph } from '../../src/core/migration/graph.ts';
import { revision } from '../support/chains.ts';

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
