/**
 * How each tool runs what PostgreSQL refuses inside of a transaction. What is told of Flyway and dbmate is what their
 * releases 11.8 and 2.36 did with these scripts on PostgreSQL 18; of goose and golang-migrate what their sources
 * say that they send, and what the server answers to that.
 */
import { beforeAll, expect, test } from 'vitest';
import { loadPython } from '../../../src/adapters/treeSitter.ts';
import { conventionOf } from '../../../src/core/migration/allConventions.ts';
import type { ConventionId, MigrationProject } from '../../../src/core/migration/project.ts';
import { planRun } from '../../../src/core/preview/plan/planRun.ts';
import { scriptOf } from '../../../src/core/preview/rules/rule.ts';
import { asToolRuns } from '../../../src/core/preview/toolTransactions.ts';
import type { SyntaxParser } from '../../../src/core/text/syntax.ts';
import { apply, sql } from '../../support/replaySql.ts';

let python: SyntaxParser;
beforeAll(async () => {
  python = await loadPython();
});

const live = apply(['CREATE TABLE shop (id integer, code text)', 'CREATE INDEX old ON shop (id)']).snapshot;

interface Asked {
  readonly name?: string;
  /** Of the project, by name. */
  readonly facts?: Readonly<Record<string, string>>;
  /** Beside the script, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly direction?: 'upgrade' | 'downgrade';
}

/** A line for each statement: whether it is in the transaction, and what is said of it. */
function told(tool: ConventionId, text: string, asked: Asked = {}): readonly string[] {
  const { name = 'V1__one.sql', facts = {}, files = {}, direction = 'upgrade' } = asked;
  const file = `/w/${name}`;
  const project: MigrationProject = {
    id: '/w',
    name: 'w',
    convention: tool,
    root: '/w',
    declaredIn: '/w',
    folders: [{ path: '/w', recursive: false }],
    versionTable: undefined,
    readFiles: ['/w/env.py'],
    problems: [],
    facts: Object.entries(facts).map(([fact, value]) => ({ name: fact, value, file: '/w/flyway.conf' })),
  };
  const readFile = (path: string) => (path === file ? text : files[path.slice('/w/'.length)]);
  const script = { file, text, readImport: readFile };
  const read = conventionOf(tool).readOperations?.(script, { python, sql }, project).value;
  const run = planRun({
    direction,
    revisions: [{ revision: '1', operationsAt: () => read?.[direction] ?? [] }],
    start: live,
    sql,
    searchPath: ['public'],
    serverVersion: 17,
    readFile,
  });
  const { revisions } = asToolRuns(run, { project, scriptOf: () => scriptOf(file, text), readFile });
  return revisions.flatMap(({ statements }) =>
    statements.map(({ text: shown, autocommit, problems, notes = [] }) => {
      const words = shown.kind === 'sql' ? shown.sql.split(/\s+/).slice(0, 3).join(' ') : '?';
      return [
        `${autocommit ? 'alone' : 'inside'}: ${words}`,
        ...problems.map((one) => one.message),
        ...notes,
      ].join(' | ');
    }),
  );
}

const index = 'CREATE INDEX CONCURRENTLY i ON shop (code);';
const refused = 'PostgreSQL refuses this inside of a transaction, and';

const alembic = (lines: string): string =>
  `from alembic import op\nrevision = '1'\n\n\ndef upgrade():\n${lines}`;
const concurrently = "op.create_index('i', 'shop', ['code'], postgresql_concurrently=True)";

test('Alembic runs a revision in a transaction, unless the script or env.py steps out of it', () => {
  const name = '1_one.py';
  const script = alembic(`    ${concurrently}\n`);
  expect(told('alembic', script, { name })).toEqual([
    `inside: CREATE INDEX CONCURRENTLY | ${refused} Alembic runs it in one unless env.py connects with AUTOCOMMIT.`,
  ]);
  const own = { 'env.py': "engine = create_engine(url, isolation_level='AUTOCOMMIT')" };
  expect(told('alembic', script, { name, files: own })).toEqual(['alone: CREATE INDEX CONCURRENTLY']);
  const block = `    with op.get_context().autocommit_block():\n        ${concurrently}\n`;
  expect(told('alembic', alembic(block), { name })).toEqual(['alone: CREATE INDEX CONCURRENTLY']);
  const commit = `    op.execute('COMMIT')\n    ${concurrently}\n`;
  expect(told('alembic', alembic(commit), { name })).toContain('alone: CREATE INDEX CONCURRENTLY');
});

test('goose runs a script in a transaction, or each of its statements alone', () => {
  const script = `-- +goose Up\nALTER TABLE shop ADD COLUMN a integer;\n${index}\n`;
  expect(told('goose', script, { name: '1_one.sql' })).toEqual([
    'inside: ALTER TABLE shop',
    `inside: CREATE INDEX CONCURRENTLY | ${refused} goose runs the script in one.`,
  ]);
  expect(told('goose', `-- +goose NO TRANSACTION\n${script}`, { name: '1_one.sql' })).toEqual([
    'alone: ALTER TABLE shop',
    'alone: CREATE INDEX CONCURRENTLY',
  ]);
});

test('dbmate sends a block as one text, which is a transaction where it has several statements', () => {
  const script = (up: string, down: string, more = '') =>
    `-- migrate:up${up}\n${more}${index}\n-- migrate:down${down}\nDROP INDEX CONCURRENTLY old;\n`;
  const tell = (text: string, direction?: 'downgrade') =>
    told('dbmate', text, { name: '1_one.sql', ...(direction && { direction }) });
  expect(tell(script('', ''))).toEqual([
    `inside: CREATE INDEX CONCURRENTLY | ${refused} dbmate runs the script in one.`,
  ]);
  expect(tell(script(' transaction:false', ''))).toEqual(['alone: CREATE INDEX CONCURRENTLY']);
  expect(tell(script(' transaction:false', ''), 'downgrade')).toEqual([
    `inside: DROP INDEX CONCURRENTLY | ${refused} dbmate runs the script in one.`,
  ]);
  expect(tell(script('', ' transaction:false'), 'downgrade')).toEqual(['alone: DROP INDEX CONCURRENTLY']);
  expect(tell(script(' transaction:false', '', 'DROP INDEX old;\n'))).toEqual([
    'inside: DROP INDEX old',
    `inside: CREATE INDEX CONCURRENTLY | PostgreSQL refuses this inside of a transaction, and several statements that dbmate sends together are one, in spite of transaction:false. Give it a script of its own.`,
  ]);
});

test('golang-migrate sends a script as one text, and opens no transaction for it', () => {
  const name = '1_one.up.sql';
  expect(told('golang-migrate', index, { name })).toEqual(['alone: CREATE INDEX CONCURRENTLY']);
  expect(told('golang-migrate', 'VACUUM shop;', { name })).toEqual(['alone: VACUUM shop']);
  expect(told('golang-migrate', `DROP INDEX old;\n${index}`, { name })).toEqual([
    'inside: DROP INDEX old',
    `inside: CREATE INDEX CONCURRENTLY | PostgreSQL refuses this inside of a transaction, and several statements that golang-migrate sends together are one unless the URL of the database says x-multi-statement=true. Give it a script of its own.`,
  ]);
});

const lock =
  'From 9.1.2 on, Flyway holds its own lock in an open transaction, and CREATE INDEX CONCURRENTLY waits for that without end, unless flyway.postgresql.transactional.lock is false.';
const sessionLock = { 'postgresql.transactional.lock': 'false' };
const mixed = `ALTER TABLE shop ADD COLUMN a integer;\n${index}`;

test('Flyway runs a script without transaction where it knows a statement that refuses one', () => {
  expect(told('flyway', index)).toEqual([`alone: CREATE INDEX CONCURRENTLY | ${lock}`]);
  expect(told('flyway', index, { facts: sessionLock })).toEqual(['alone: CREATE INDEX CONCURRENTLY']);
  expect(told('flyway', 'DROP INDEX CONCURRENTLY old;')).toEqual(['alone: DROP INDEX CONCURRENTLY']);
  const unknown = told('flyway', 'REINDEX INDEX CONCURRENTLY old;');
  expect(unknown).toEqual([
    expect.stringContaining(`inside: REINDEX INDEX CONCURRENTLY | ${refused} Flyway`),
  ]);
});

test('Flyway refuses a script that mixes both, unless it is told otherwise', () => {
  const [first, second] = told('flyway', mixed, { facts: sessionLock });
  expect(first).toBe('alone: ALTER TABLE shop');
  expect(second).toContain('alone: CREATE INDEX CONCURRENTLY | Flyway refuses a script that has both');
  const alone = ['alone: ALTER TABLE shop', 'alone: CREATE INDEX CONCURRENTLY'];
  expect(told('flyway', mixed, { facts: { ...sessionLock, mixed: 'true' } })).toEqual(alone);
  expect(told('flyway', mixed, { facts: { ...sessionLock, executeInTransaction: 'false' } })).toEqual(alone);
  const beside = (value: string) => ({ 'V1__one.sql.conf': `executeInTransaction=${value}\n` });
  expect(told('flyway', mixed, { facts: sessionLock, files: beside('false') })).toEqual(alone);
  expect(told('flyway', mixed, { files: beside('true') })).toEqual([
    'inside: ALTER TABLE shop',
    expect.stringContaining(`inside: CREATE INDEX CONCURRENTLY | ${refused} Flyway`),
  ]);
});

test('what ends its transaction by itself is left as it is', () => {
  const script = `-- +goose Up\nCOMMIT;\n${index}\n`;
  expect(told('goose', script, { name: '1_one.sql' })).toContain('alone: CREATE INDEX CONCURRENTLY');
});
