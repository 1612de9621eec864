/** When a migration is offered, after which revision, and in whose style. What it does is tested with Alembic. */
import { describe, expect, test } from 'vitest';
import { loadPython } from '../../../../src/adapters/treeSitter.ts';
import { buildGraph } from '../../../../src/core/migration/graph.ts';
import type { ModelFinding } from '../../../../src/core/models/check/modelFinding.ts';
import { fixesFor } from '../../../../src/core/models/fix/fixesFor.ts';
import { emptySnapshot, type SchemaSnapshot } from '../../../../src/core/schema/snapshot.ts';
import type { Fix } from '../../../../src/core/text/edit.ts';
import { projectAt, revisionAt, template } from '../../../support/alembicProject.ts';
import { finding } from '../../../support/modelFindings.ts';
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
  }).find(({ newFiles }) => newFiles.length > 0);
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
