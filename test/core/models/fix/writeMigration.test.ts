/** When a migration is offered, after which revision, and in whose style. What it does is tested with Alembic. */
import { describe, expect, test } from 'vitest';
import { loadPython } from '../../../../src/adapters/treeSitter.ts';
import { buildGraph } from '../../../../src/core/migration/graph.ts';
import type { ModelFinding } from '../../../../src/core/models/check/modelFinding.ts';
import { fixesFor } from '../../../../src/core/models/fix/fixesFor.ts';
import { emptySnapshot, type SchemaSnapshot } from '../../../../src/core/schema/snapshot.ts';
import type { Fix } from '../../../../src/core/text/edit.ts';
import { projectAt, revisionAt, template } from '../../../support/alembicProject.ts';
import { finding, type Wrong } from '../../../support/modelFindings.ts';
import { apply } from '../../../support/replaySql.ts';

const python = await loadPython();
const schemas = { models: 'public', database: 'public' };
const wrong = finding(['type-mismatch', 'column', 'users', 'id']);

interface Situation {
  readonly finding?: ModelFinding;
  readonly database?: string;
  readonly models?: string;
  readonly template?: string | undefined;
  readonly ini?: string;
  /** Revision → those before it. */
  readonly revisions?: Readonly<Record<string, readonly string[]>>;
  readonly snapshotAt?: (revision: string) => SchemaSnapshot;
}

const before = 'create table users (id varchar(36) primary key)';
const after = 'create table users (id uuid primary key)';

function offered(situation: Situation): Fix | undefined {
  return allOffered(situation).find(({ newFiles }) => newFiles.length > 0);
}

function allOffered(situation: Situation): readonly Fix[] {
  const { database = before, models = after, revisions = { a1: [] }, ini = '' } = situation;
  const files: Readonly<Record<string, string | undefined>> = {
    '/shop/migrations/script.py.mako': 'template' in situation ? situation.template : template,
    '/shop/alembic.ini': `[alembic]\nscript_location = migrations\n${ini}`,
  };
  const head = apply([database]).snapshot;
  const all = Object.entries(revisions).map(([id, down]) => revisionAt('/shop', id, down));
  return fixesFor(situation.finding ?? wrong, {
    models: { snapshot: apply([models]).snapshot, tables: [], unread: [] },
    schemaOf: () => ({ snapshot: head, schemas }),
    textOf: () => undefined,
    python,
    writing: {
      project: projectAt('/shop'),
      graph: buildGraph(all),
      readFile: (path) => files[path],
      snapshotAt: situation.snapshotAt ?? (() => head),
      created: { epochMs: 0, offsetMinutes: 0 },
    },
  });
}

function textOf(situation: Situation): string {
  return offered(situation)?.newFiles[0]?.text ?? '';
}

test('it follows the head', () => {
  expect(textOf({ revisions: { a1: [], b2: ['a1'] } })).toContain("down_revision = 'b2'");
});

test('it is the first where there is none', () => {
  expect(textOf({ revisions: {} })).toContain('down_revision = None');
});

describe('of several heads', () => {
  const revisions = { a1: [], b2: ['a1'], c3: ['a1'] };
  const withTable = apply([before]).snapshot;

  test('it follows the only one whose branch has the table, and says so', () => {
    const fix = offered({ revisions, snapshotAt: (id) => (id === 'c3' ? withTable : emptySnapshot) });
    expect(fix?.title).toBe('Write a migration: change users.id to uuid (after c3, one of several heads)');
    expect(fix?.newFiles[0]?.text).toContain("down_revision = 'c3'");
  });

  test('none is chosen where several have it, or none', () => {
    expect(offered({ revisions, snapshotAt: () => withTable })).toBeUndefined();
    expect(offered({ revisions, snapshotAt: () => emptySnapshot })).toBeUndefined();
  });
});

test('an id of the same content is the same, but never one that is taken', () => {
  const id = (revisions: NonNullable<Situation['revisions']>) =>
    /^revision = '(\w+)'/m.exec(textOf({ revisions }))?.[1] ?? '';
  const first = id({ a1: [] });
  expect(first).toMatch(/^[0-9a-f]{12}$/);
  expect(id({ a1: [] })).toBe(first);
  expect(id({ [`${first.slice(0, 4)}00000000`]: [], a1: [`${first.slice(0, 4)}00000000`] })).not.toBe(first);
});

test.each([
  ['there is no template', { template: undefined }],
  ['the template runs code', { template: `<% x = 1 %>${template}` }],
  [
    'the template has a part for each database',
    { template: `% for name in engines:\n% endfor\n${template}` },
  ],
  ['the template names what is not known', { template: `${template}\${config.x}\n` }],
  ['the names of files cannot be made', { ini: 'file_template = %%(author)s_%%(rev)s' }],
  ['the zone is not known', { ini: 'timezone = Nowhere/Land' }],
  ['a type is not known', { models: 'create table users (id geo primary key)' }],
  [
    'what refers to it has another type in the models',
    {
      database: `${before}; create table o (user_id varchar(36) references users)`,
      models: `${after}; create table o (user_id varchar(36))`,
    },
  ],
])('nothing is offered where %s', (_, situation) => {
  expect(offered(situation)).toBeUndefined();
});

test('nor for what only waits to be applied', () => {
  const [place] = wrong.places;
  const reason = { kind: 'pending', maker: { revision: 'b2' } } as const;
  const places = place === undefined ? [] : [{ ...place, environment: 'staging', reason }];
  expect(offered({ finding: { ...wrong, places } })).toBeUndefined();
});

test('where only a database left its migrations, nothing is changed before somebody has looked', () => {
  const drifted = finding(['type-mismatch', 'column', 'users', 'id'], true);
  const after = 'create table users (id uuid primary key)';
  expect(
    allOffered({ finding: drifted, models: after, database: before }).map(({ title, shows }) => [
      title,
      shows,
    ]),
  ).toEqual([
    ['Look at what else is different in production first', 'production'],
    ['Write a migration: change users.id to uuid where that was lost', undefined],
  ]);
});

describe('what no model knows', () => {
  const dropped = (wrong: Wrong, database: string, models: string) =>
    offered({ finding: finding(wrong), database, models })?.title;
  const column: Wrong = ['surplus-column', 'column', 't', 'a'];
  const table: Wrong = ['surplus-table', 'table', 't'];
  const label: Wrong = ['enum-label-surplus', 'label', 'mood', 'b'];
  const mood = "create type mood as enum ('a', 'b'); create table t (x mood";

  test.each<readonly [why: string, wrong: Wrong, database: string, models: string]>([
    ['it is the key', column, 'create table t (a int primary key, b int)', 'create table t (b int)'],
    [
      'others refer to it',
      column,
      'create table t (a int unique, b int); create table u (a int references t (a))',
      'create table t (b int); create table u (a int)',
    ],
    [
      'another column is computed of it',
      column,
      'create table t (a int, b int generated always as (a * 2) stored)',
      'create table t (b int)',
    ],
    [
      'a view may show it',
      column,
      'create table t (a int, b int); create view v as select a from t',
      'create table t (b int)',
    ],
    [
      'it is numbered in a way that cannot be written',
      column,
      'create table t (a serial, b int)',
      'create table t (b int)',
    ],
    [
      'others refer to it',
      table,
      'create table t (a int primary key); create table u (a int references t)',
      'create table u (a int)',
    ],
    ['a view may show it', table, 'create table t (a int); create view v as select a from t', ''],
    ['it has policies', table, 'create table t (a int); create policy p on t', ''],
    ['it has partitions', table, 'create table t (a int) partition by range (a)', ''],
    [
      'it is a default',
      label,
      `${mood} default 'b')`,
      "create type mood as enum ('a'); create table t (x mood)",
    ],
    [
      'a constraint speaks of the type',
      label,
      `${mood} check (x <> 'b'))`,
      "create type mood as enum ('a'); create table t (x mood)",
    ],
    [
      'an index has a condition on it',
      label,
      `${mood}); create index i on t (x) where x = 'a'`,
      "create type mood as enum ('a'); create table t (x mood)",
    ],
    [
      'a domain is of the type',
      label,
      `${mood}); create domain d as mood`,
      "create type mood as enum ('a'); create table t (x mood)",
    ],
  ])('nothing drops it where %s (%j)', (_, wrong, database, models) => {
    expect(dropped(wrong, database, models)).toBeUndefined();
  });

  test('labels are not sorted where they are others', () => {
    const order: Wrong = ['enum-label-order', 'type', 'mood'];
    const models = "create type mood as enum ('c', 'b', 'a'); create table t (x mood)";
    expect(dropped(order, `${mood})`, models)).toBeUndefined();
  });
});

test('what an environment has already is not created again there', () => {
  const missing = finding(['missing-table', 'table', 'teams']);
  const models = `${before}; create table teams (id int)`;
  expect(textOf({ finding: missing, models })).not.toContain('has_table');
  const text = textOf({ finding: { ...missing, agreeing: ['production'] }, models });
  expect(text).toContain("if not sa.inspect(op.get_bind()).has_table('teams'):");
  expect(text).toContain("op.drop_table('teams')");
});

test('only what the template lacks is imported', () => {
  const own = template.replace('import sqlalchemy as sa', 'from sqlalchemy.dialects import postgresql');
  const lines = textOf({ template: own }).split('\n');
  expect(lines.filter((line) => /^(?:from|import) /.test(line))).toEqual([
    'from alembic import op',
    'from sqlalchemy.dialects import postgresql',
    'import sqlalchemy as sa',
  ]);
});
