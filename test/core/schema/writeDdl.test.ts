import { expect, test } from 'vitest';
import { nameKey } from '../../../src/core/schema/name.ts';
import {
  emptySnapshot,
  type SchemaSnapshot,
  type Sequence,
  type Table,
} from '../../../src/core/schema/snapshot.ts';
import { parseType } from '../../../src/core/schema/typeName.ts';
import { ddlOf, tableDdl } from '../../../src/core/schema/writeDdl.ts';

const named = (name: string) => ({ schema: 'public', name });

const users: Table = {
  kind: 'table',
  name: named('users'),
  columns: [
    { name: 'id', type: parseType('integer'), nullable: false, identity: 'always' },
    { name: 'order', type: parseType('varchar(20)'), nullable: true, collation: '"C"' },
  ],
  constraints: [
    { kind: 'check', name: 'a_check', expression: 'id > 0' },
    {
      kind: 'foreignKey',
      name: 'boss',
      columns: ['id'],
      references: named('users'),
      referencedColumns: ['id'],
      onDelete: 'set null',
    },
    { kind: 'primaryKey', name: 'users_pkey', columns: ['id'] },
  ],
  indexes: [
    {
      name: 'by_order',
      method: 'btree',
      unique: true,
      keys: [{ expression: 'lower("order")', descending: true }],
      predicate: 'id > 5',
      invalid: true,
    },
  ],
  triggers: [],
  policies: [],
  comment: "people's",
};

const ids: Sequence = {
  name: named('users_id_seq'),
  type: 'integer',
  start: '10',
  increment: '1',
  min: '1',
  max: '2147483647',
  cache: '1',
  cycle: false,
  ownedBy: { table: named('users'), column: 'id' },
  identity: true,
};

function snapshotOf(tables: readonly Table[], rest: Partial<SchemaSnapshot> = {}): SchemaSnapshot {
  return { ...emptySnapshot, tables: new Map(tables.map((table) => [nameKey(table.name), table])), ...rest };
}

test('a table: its key first, what it refers to last, the options of its identity', () => {
  expect(tableDdl(users, { sequences: new Map([[nameKey(ids.name), ids]]) })).toBe(`\
CREATE TABLE public.users (
  id integer NOT NULL GENERATED ALWAYS AS IDENTITY (START WITH 10),
  "order" character varying(20) COLLATE "C",
  CONSTRAINT users_pkey PRIMARY KEY (id),
  CONSTRAINT a_check CHECK (id > 0),
  CONSTRAINT boss FOREIGN KEY (id) REFERENCES public.users (id) ON DELETE SET NULL
);
CREATE UNIQUE INDEX by_order ON public.users USING btree ((lower("order")) DESC) WHERE id > 5; -- invalid: its concurrent build did not finish
COMMENT ON TABLE public.users IS 'people''s';
`);
});

test('the order of maps does not show', () => {
  const others = ['b', 'a', 'c'].map((name): Table => ({ ...users, name: named(name) }));
  expect(ddlOf(snapshotOf(others))).toBe(ddlOf(snapshotOf([...others].reverse())));
});

test('what is uncertain stands where it matters', () => {
  const empty: Table = { ...users, columns: [], constraints: [], indexes: [] };
  const text = ddlOf(
    snapshotOf([empty], {
      uncertainties: [
        { reason: 'Nobody knows what f() does.', affects: 'anything' },
        {
          reason: 'It may have an index.',
          affects: [{ kind: 'table', name: named('users'), parts: [{ kind: 'index' }] }],
        },
        { reason: 'It may be there.', affects: [{ kind: 'view', name: named('seen') }] },
      ],
    }),
  );
  expect(text).toBe(`\
-- Uncertain: Nobody knows what f() does.
-- Uncertain: It may be there.

-- Uncertain: It may have an index.
CREATE TABLE public.users ();
COMMENT ON TABLE public.users IS 'people''s';
`);
});

test('to be executed, foreign keys come after the tables', () => {
  const statements = ddlOf(snapshotOf([users, { ...users, name: named('a') }]), { executable: true });
  const lines = statements.split('\n').filter((line) => /^(CREATE TABLE|ALTER)/.test(line));
  expect(lines).toEqual([
    'CREATE TABLE public.a (',
    'CREATE TABLE public.users (',
    'ALTER TABLE public.a ADD CONSTRAINT boss FOREIGN KEY (id) REFERENCES public.users (id) ON DELETE SET NULL;',
    'ALTER TABLE public.users ADD CONSTRAINT boss FOREIGN KEY (id) REFERENCES public.users (id) ON DELETE SET NULL;',
  ]);
});
