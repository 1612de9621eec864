import { describe, expect, test } from 'vitest';
import { loadSql } from '../../../src/adapters/libpgQuery.ts';
import { diffSnapshots } from '../../../src/core/drift/diffSnapshots.ts';
import { ignoring } from '../../../src/core/drift/ignoreRules.ts';
import { refText } from '../../../src/core/drift/objectRef.ts';
import type { Scope } from '../../../src/core/drift/scope.ts';
import { differenceText, subjectText } from '../../../src/core/drift/words.ts';
import { createExpressionComparer } from '../../../src/core/sql/expressionComparer.ts';
import { schemaOf } from '../../support/sqlChain.ts';

const parser = await loadSql();
const expressions = createExpressionComparer(parser);

function compare(before: string, after: string, scope?: Scope) {
  return diffSnapshots(schemaOf(before, parser), schemaOf(after, parser), {
    expressions,
    ...(scope && { scope }),
  });
}

function told(before: string, after: string): readonly string[] {
  const { differences, notCompared } = compare(before, after);
  return [
    ...differences.map((one) => `${subjectText(one)}: ${differenceText(one)}`),
    ...notCompared.map(({ difference, doubt }) => `? ${subjectText(difference)}: ${doubt}`),
  ];
}

const rich = `
  create type mood as enum ('sad', 'ok');
  create domain email as text check (value like '%@%');
  create sequence tickets start 100;
  create table users (
    id serial primary key, email varchar(255) not null unique, mood mood default 'ok',
    created_at timestamptz not null default now(), score numeric(10, 2) check (score >= 0)
  );
  create table orders (
    id bigint generated always as identity primary key,
    user_id int references users (id) on delete cascade,
    total numeric generated always as (1 + 1) stored
  );
  create index ix_orders_user on orders (user_id) where user_id is not null;
  create unique index ix_users_lower on users (lower(email));
  create view rich_users as select id from users where score > 100;
  create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
  create trigger touched before update on users for each row execute function touch();
  comment on table users is 'who';
`;

test('a schema does not differ from itself', () => {
  expect(told(rich, rich)).toEqual([]);
});

test('what is missing one way round is too much the other way round', () => {
  const fewer = rich.replace(/ {2}create index.*\n/, '').replace(' not null unique', '');
  const there = compare(rich, fewer).differences;
  const back = compare(fewer, rich).differences;
  const opposite = { added: 'removed', removed: 'added', changed: 'changed', renamed: 'renamed' } as const;
  expect(there.length).toBeGreaterThan(2);
  expect(back.map((one) => `${refText(one)} ${one.kind}`).sort()).toEqual(
    there.map((one) => `${refText(one)} ${opposite[one.kind]}`).sort(),
  );
});

describe('spellings of the same schema', () => {
  test.each([
    ['create table t (a varchar(5))', 'create table t (a character varying(5))'],
    [
      'create table t (a timestamptz default now())',
      'create table t (a timestamp with time zone default CURRENT_TIMESTAMP)',
    ],
    ["create table t (a text default 'x')", "create table t (a text default ('x'::text))"],
    ['create table t (a int check (a > 0))', 'create table t (a int, constraint t_a_check check ((a > 0)))'],
    [
      "create table t (a text, constraint c check (a in ('x', 'y')))",
      "create table t (a text, constraint c check (a = any (array['x'::text, 'y'::text])))",
    ],
    ['create table t (a numeric(10))', 'create table t (a decimal(10, 0))'],
    [
      'create table t (id serial primary key)',
      'create table t (id serial, constraint t_pkey primary key (id))',
    ],
    ['create table t (a int, b int)', 'create table t (b int, a int)'],
    [
      "create function f(a int = 1, b text default 'x') returns table (c int) language sql as ''",
      "create function public.f(a integer DEFAULT 1, b text DEFAULT 'x'::text) returns table (c integer) language sql as ''",
    ],
    [
      'create table t (a int); create trigger r after update on t for row when (old.* is distinct from new.*) execute procedure f()',
      'create table t (a int); CREATE TRIGGER r AFTER UPDATE ON public.t FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.f()',
    ],
  ])('%s', (before, after) => {
    expect(told(before, after)).toEqual([]);
  });
});

describe('a difference is told once, with both sides', () => {
  test.each([
    [
      'create table t (a uuid)',
      'create table t (a varchar(36))',
      ['t.a: character varying(36) instead of uuid'],
    ],
    ['create table t (a int not null)', 'create table t (a int)', ['t.a: nullable instead of not null']],
    ['create table t (a int default 1)', 'create table t (a int default 2)', ['t.a: default 2 instead of 1']],
    ['create table t (a int, b int)', 'create table t (a int)', ['t.b: missing']],
    ['create table t (id serial primary key, a int unique)', 'select 1', ['t: missing']],
    [
      'select 1',
      'create table "vector-sync-status" (id int)',
      ['"vector-sync-status": not in the migrations'],
    ],
    [
      'create table t (a int); create index i on t (a)',
      'create table t (a int); create index j on t (a)',
      ['j on t: named j instead of i'],
    ],
    ["create type e as enum ('a', 'b', 'c')", "create type e as enum ('a', 'c')", ["'b' of e: missing"]],
    [
      'create table t (a int primary key); create table u (b int references t)',
      'create table t (a int primary key); create table u (b int references t on delete cascade)',
      ['u_b_fkey on u: on delete cascade instead of none'],
    ],
    [
      "create function f(a int, b text default 'x') returns int language sql as ''",
      "create function f(a int, b text default 'y') returns int language sql as ''",
      [
        "f(integer, text): parameters (a integer, b text DEFAULT 'y') instead of (a integer, b text DEFAULT 'x')",
      ],
    ],
    [
      'create table t (a int); create trigger r after update on t for row execute function f()',
      'create table t (a int); create trigger r before update on t for row execute function f()',
      [
        'r on t: definition before update on t for row execute function f() instead of after update on t for row execute function f()',
      ],
    ],
  ])('%s → %s', (before, after, expected) => {
    expect(told(before, after)).toEqual(expected);
  });
});

test('a view that is written in another way is not claimed to differ', () => {
  const before = 'create table t (a int); create view v as select a from t where a > 1';
  const after = 'create table t (a int); create view v as select t.a from public.t where (t.a > 1)';
  expect(compare(before, after).differences).toEqual([]);
});

test('objects that nobody manages, and version tables, are counted apart', () => {
  const before = 'create table t (a int)';
  const after =
    'create table t (a int); create table alembic_version (version_num text); create table tmp_x (a int)';
  const managed = new Set(compare('select 1', before).differences.map(() => 'table\0public\0t\0'));
  const ignore = ignoring([], [{ name: 'alembic_version' }]);
  const { differences, unmanaged, ignored } = compare(before, after, { managed, ignore });
  expect(differences).toEqual([]);
  expect(unmanaged.map(refText)).toEqual(['tmp_x']);
  expect(ignored.map(({ rule }) => rule)).toEqual(['version table alembic_version']);
});

test('what a rule ignores is kept for whoever asks', () => {
  const ignore = ignoring([{ pattern: 'public.t.legacy_*', kind: 'column' }], []);
  const { differences, ignored } = compare(
    'create table t (a int)',
    'create table t (a int, legacy_x int, b int)',
    {
      ignore,
    },
  );
  expect(differences.map(refText)).toEqual(['t.b']);
  expect(ignored.map(({ difference }) => refText(difference))).toEqual(['t.legacy_x']);
});

describe('a cast in a condition', () => {
  const table = (type: string, condition: string) =>
    `create domain score as int; create table t (a ${type}, constraint c check (${condition}));`;
  const domain = (base: string, check: string) => `create domain d as ${base} constraint c check (${check});`;

  test.each([
    ['integer', 'a > 0', 'a::integer > 0'],
    ['varchar(9)', "a = 'x'", "(a)::text = 'x'::text"],
    ['score', 'a > 0', '(a)::integer > 0'],
  ])('that PostgreSQL makes by itself of %s is no difference', (type, before, after) => {
    expect(told(table(type, before), table(type, after))).toEqual([]);
  });

  test('that changes the value is not called equal', () => {
    expect(told(table('numeric', 'a > 0'), table('numeric', 'a::integer > 0'))).toEqual([
      '? c on t: spelling',
    ]);
  });

  test('that renaming a column leaves alone is still known', () => {
    const [before, after] = [
      "create table t (a varchar(9), b int, check (b > 0), constraint c check (a <> ''));",
      "create table t (z varchar(9), b int, check (b > 0), constraint c check ((z)::text <> ''::text));",
    ];
    expect(told(before, after)).toEqual(['t.z: named z instead of a']);
  });

  test('in the check of a domain is one of its value', () => {
    expect(
      told(domain('varchar(9)', "value <> ''"), domain('varchar(9)', "(value)::text <> ''::text")),
    ).toEqual([]);
    const [plain, cast] = [domain('numeric', 'value > 0'), domain('numeric', '(value)::integer > 0')];
    expect(told(plain, cast)).toEqual(['? d: spelling']);
  });
});
