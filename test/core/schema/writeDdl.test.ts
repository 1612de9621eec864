import { describe, expect, test } from 'vitest';
import { nameKey } from '../../../src/core/schema/name.ts';
import {
  emptySnapshot,
  type Routine,
  type SchemaSnapshot,
  type Sequence,
  type Table,
} from '../../../src/core/schema/snapshot.ts';
import { parseType } from '../../../src/core/schema/typeName.ts';
import { ddlOf } from '../../../src/core/schema/writeDdl.ts';

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
  expect(ddlOf(snapshotOf([users], { sequences: new Map([[nameKey(ids.name), ids]]) }))).toBe(`\
CREATE TABLE public.users (
  id integer NOT NULL GENERATED ALWAYS AS IDENTITY (START WITH 10),
  "order" character varying(20) COLLATE "C",
  CONSTRAINT users_pkey PRIMARY KEY (id),
  CONSTRAINT a_check CHECK (id > 0)
);
CREATE UNIQUE INDEX by_order ON public.users USING btree ((lower("order")) DESC) WHERE id > 5; -- invalid: its concurrent build did not finish
COMMENT ON TABLE public.users IS 'people''s';

ALTER TABLE public.users ADD CONSTRAINT boss FOREIGN KEY (id) REFERENCES public.users (id) ON DELETE SET NULL;
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

test('it runs from top to bottom: what refers to other tables comes after all of them', () => {
  const policy = {
    name: 'own',
    command: 'all',
    permissive: true,
    roles: ['public'],
    using: 'id IN (SELECT id FROM users)',
  } as const;
  const first: Table = { ...users, name: named('a'), policies: [policy] };
  const lines = ddlOf(snapshotOf([users, first])).split('\n');
  expect(lines.filter((line) => /^(CREATE (TABLE|POLICY)|ALTER)/.test(line))).toEqual([
    'CREATE TABLE public.a (',
    'CREATE TABLE public.users (',
    'ALTER TABLE public.a ADD CONSTRAINT boss FOREIGN KEY (id) REFERENCES public.users (id) ON DELETE SET NULL;',
    'CREATE POLICY own ON public.a TO PUBLIC USING (id IN (SELECT id FROM users));',
    'ALTER TABLE public.users ADD CONSTRAINT boss FOREIGN KEY (id) REFERENCES public.users (id) ON DELETE SET NULL;',
  ]);
});

describe('a sequence', () => {
  const number: Sequence = { ...ids, name: named('numbers'), start: '1', type: 'bigint' };
  const { identity: _, ...serial } = { ...number, max: '9223372036854775807' };
  const counted = (name: string): Table => ({
    kind: 'table',
    name: named(name),
    columns: [
      {
        name: 'id',
        type: parseType('bigint'),
        nullable: false,
        default: "nextval('public.numbers'::regclass)",
      },
    ],
    constraints: [],
    indexes: [],
    triggers: [],
    policies: [],
  });
  const document = (...tables: readonly string[]) =>
    ddlOf(snapshotOf(tables.map(counted), { sequences: new Map([[nameKey(serial.name), serial]]) }))
      .split('\n')
      .filter((line) => /^(CREATE|ALTER)/.test(line));

  test('is made before the table whose default needs it, and then belongs to it', () => {
    expect(document('users', 'words')).toEqual([
      'CREATE SEQUENCE public.numbers;',
      'CREATE TABLE public.users (',
      'ALTER SEQUENCE public.numbers OWNED BY public.users.id;',
      'CREATE TABLE public.words (',
    ]);
  });

  test('is made before all tables if another needs it earlier', () => {
    expect(document('a', 'users')).toEqual([
      'CREATE SEQUENCE public.numbers;',
      'CREATE TABLE public.a (',
      'CREATE TABLE public.users (',
      'ALTER SEQUENCE public.numbers OWNED BY public.users.id;',
    ]);
  });
});

test('what cannot run stands there as a remark: routines, triggers that call them, foreign tables', () => {
  const touch: Routine = {
    kind: 'function',
    name: named('touch'),
    argumentTypes: '',
    comment: 'sets a time',
  };
  const triggers = ['public.touch', 'suppress_redundant_updates_trigger'].map((name) => ({
    name,
    definition: `CREATE TRIGGER t BEFORE UPDATE ON public.b FOR EACH ROW EXECUTE FUNCTION ${name}()`,
  }));
  const local: Table = { ...users, name: named('b'), columns: [], constraints: [], indexes: [], triggers };
  const text = ddlOf(
    snapshotOf([local, { ...local, name: named('far'), kind: 'foreignTable', triggers: [] }], {
      routines: new Map([['touch', touch]]),
    }),
  );
  expect(text).toBe(`\
CREATE TABLE public.b ();
COMMENT ON TABLE public.b IS 'people''s';

-- Its server is not known:
-- CREATE FOREIGN TABLE public.far ();
-- COMMENT ON FOREIGN TABLE public.far IS 'people''s';

-- FUNCTION public.touch() body not known
-- COMMENT ON FUNCTION public.touch() IS 'sets a time';

-- CREATE TRIGGER t BEFORE UPDATE ON public.b FOR EACH ROW EXECUTE FUNCTION public.touch();
CREATE TRIGGER t BEFORE UPDATE ON public.b FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
`);
});

test('of two keys on the same columns, the second is added later: CREATE TABLE would make one', () => {
  const again = { kind: 'unique', name: 'again', columns: ['id'] } as const;
  const text = ddlOf(snapshotOf([{ ...users, constraints: [...users.constraints, again] }]));
  expect(text).toContain('\nALTER TABLE public.users ADD CONSTRAINT again UNIQUE (id);\n');
});
