/** What a model says, what a database has, and what is told of it: every kind of finding, as a developer reads it. */
import { expect, test } from 'vitest';
import { loadSql } from '../../../../src/adapters/libpgQuery.ts';
import { statementText } from '../../../../src/core/models/check/findingWords.ts';
import type { ForeignKey } from '../../../../src/core/schema/constraint.ts';
import { check } from '../../../support/modelCheck.ts';
import { modelsIn, modelsOf } from '../../../support/modelSql.ts';
import { chainOf, schemaOf } from '../../../support/sqlChain.ts';

const parser = await loadSql();

/** `error type-mismatch: …`, what is where; the database is at the only revision, which makes what the model says. */
function told(model: string, database: string): readonly string[] {
  const chain = chainOf({ r1: model }, parser);
  const environments = { production: { stamped: 'r1', live: schemaOf(database, parser) } };
  const { report } = check({ models: model, chain, environments }, parser);
  return [
    ...report.findings.map((one) => `${one.severity} ${one.kind}: ${statementText([one])}`),
    ...report.notCompared.map(({ reason }) => `not compared: ${reason}`),
  ];
}

const users = (rest: string): string => `create table users (id int primary key, ${rest})`;
const mood = (...labels: readonly string[]): string =>
  `create type mood as enum (${labels.map((label) => `'${label}'`).join(', ')}); create table t (mood mood)`;
const orders = (key: string): string =>
  `create table users (id int primary key); create table teams (id int primary key); create table orders (user_id int ${key})`;

test.each<readonly [model: string, database: string, lines: readonly string[]]>([
  [
    users('n varchar(50)'),
    users('n varchar(20)'),
    [
      'warning column-too-narrow: users.n is character varying(20) in production; the model says character varying(50).',
    ],
  ],
  [
    users('n varchar(50)'),
    users('n varchar(80)'),
    [
      'information column-wider: users.n is character varying(80) in production; the model says character varying(50).',
    ],
  ],
  [
    users('n char(5)'),
    users('n char(8)'),
    ['warning column-wider: users.n is character(8) in production; the model says character(5).'],
  ],
  [
    users('n uuid'),
    users('n text'),
    ['error type-mismatch: users.n is text in production; the model says uuid.'],
  ],
  [
    "create type mood as enum ('a', 'b'); create table t (mood mood)",
    "create type t_mood as enum ('a', 'b'); create table t (mood t_mood)",
    [
      'warning type-mismatch: t.mood is t_mood (another enum type with the same labels) in production; the model says mood.',
    ],
  ],
  [
    "create type mood as enum ('a', 'b'); create table t (mood mood)",
    "create type t_mood as enum ('b', 'a'); create table t (mood t_mood)",
    ['error type-mismatch: t.mood is t_mood in production; the model says mood.'],
  ],
  [
    users('n int'),
    users('n int[]'),
    ['error type-mismatch: users.n is integer[] in production; the model says integer.'],
  ],
  [
    users('n numeric(10,2)'),
    users('n numeric(9,2)'),
    ['warning column-too-narrow: users.n is numeric(9,2) in production; the model says numeric(10,2).'],
  ],
  [
    users('n int'),
    `create domain points as bigint; ${users('n points')}`,
    [
      'information column-wider: users.n is points (a domain over bigint) in production; the model says integer.',
    ],
  ],
  [users('n int not null'), `create domain points as int not null; ${users('n points')}`, []],
  [
    users('n int'),
    users('n int not null'),
    ['error nullability: users.n is NOT NULL in production; the model says that NULL is allowed.'],
  ],
  [
    users('n int not null'),
    users('n int'),
    ['warning nullability: users.n may be NULL in production; the model says NOT NULL.'],
  ],
  [
    users('n int not null default 1'),
    users('n int not null'),
    ['error default: users.n is without a default in production; the model says 1.'],
  ],
  [
    users('n int default 1'),
    users('n int'),
    ['warning default: users.n is without a default in production; the model says 1.'],
  ],
  [
    users('n int default 1'),
    users('n int default 2'),
    ['information default: The default of users.n is 2 in production; the model says 1.'],
  ],
  [users('n int default 1'), users("n int default '1'::integer"), []],
  [
    users('n text default lower(current_user)'),
    users("n text default (lower(current_user::text) || '')"),
    [
      "not compared: Whether lower(current_user::text) || '' in production means the same as what the model says of users.n cannot be told.",
    ],
  ],
  [users('n int'), users('n int default 2'), []],
  [
    'create table t (id serial primary key)',
    'create table t (id int primary key)',
    ['error default: t.id is without a default in production; the model says the next number of a sequence.'],
  ],
  [
    'create table t (id serial primary key)',
    'create table t (id int primary key generated always as identity)',
    [],
  ],
  [
    'create table t (id serial primary key)',
    "create sequence s; create table t (id int primary key default nextval('s'))",
    [],
  ],
  [
    users('n int'),
    users('n int generated always as (id + 1) stored'),
    ['error default: The default of users.n is generated as (id + 1) in production; the model says none.'],
  ],
  [
    users('n int generated always as (id + 1) stored'),
    users('n int'),
    ['warning default: users.n is without a default in production; the model says generated as (id + 1).'],
  ],
  [
    users('n text collate "C"'),
    users('n text'),
    [
      'warning collation: The collation of users.n is that of the database in production; the model says "C".',
    ],
  ],
  [users('n text'), users('n text collate "C"'), []],
  [
    users('n text'),
    'create table users (id int primary key)',
    ['error missing-column: users.n is missing in production.'],
  ],
  [
    'create table users (id int primary key)',
    users('n text not null'),
    [
      'error surplus-column: users.n (text NOT NULL without a default) is there in production, but no model knows it.',
    ],
  ],
  [
    'create table users (id int primary key)',
    users('n text'),
    ['information surplus-column: users.n (text) is there in production, but no model knows it.'],
  ],
  [
    `${users('n text')}; create table teams (id int)`,
    users('n text'),
    ['error missing-table: Table teams is missing in production.'],
  ],
  [
    mood('sad', 'ok'),
    mood('sad'),
    ["error enum-label-missing: Label 'ok' of mood is missing in production."],
  ],
  [
    mood('sad'),
    mood('sad', 'ok'),
    ["information enum-label-surplus: Label 'ok' of mood is there in production, but not in the model."],
  ],
  [
    mood('sad', 'ok'),
    mood('ok', 'sad'),
    [
      "information enum-label-order: The order of the labels of mood is 'ok', 'sad' in production; the model says 'sad', 'ok'.",
    ],
  ],
  [
    mood('sad'),
    'create table t (mood varchar(5))',
    ['error type-mismatch: t.mood is character varying(5) in production; the model says mood.'],
  ],
  [
    'create table t (a int, b int, primary key (a, b))',
    'create table t (a int not null, b int not null)',
    ['warning primary-key: Primary key t(a, b) is missing in production.'],
  ],
  [
    'create table t (a int, b int, primary key (a, b))',
    'create table t (a int primary key, b int not null)',
    ['warning primary-key: Primary key t(a, b) is (a) in production; the model says (a, b).'],
  ],
  [
    'create table t (a int not null)',
    'create table t (a int primary key)',
    ['warning primary-key: Primary key t(a) is there in production, but not in the model.'],
  ],
  [
    'create table t (a int unique)',
    'create table t (a int)',
    ['warning unique: Unique key t(a) is missing in production.'],
  ],
  [
    'create table t (a int)',
    'create table t (a int unique)',
    ['warning unique: Unique key t(a) is there in production, but not in the model.'],
  ],
  ['create table t (a int unique)', 'create table t (a int); create unique index on t (a)', []],
  [
    'create table t (a int, b int, unique (a, b))',
    'create table t (a int, b int, unique (b, a))',
    ['hint unique: Unique key t(a, b) is (b, a) in production; the model says (a, b).'],
  ],
  [
    'create table t (a int unique)',
    'create table t (a int unique nulls not distinct)',
    ['warning unique: Unique key t(a) is (a), NULLs count as equal in production; the model says (a).'],
  ],
  [
    'create table t (a int); create index i on t (a)',
    'create table t (a int)',
    ['information index: Index i on t is missing in production.'],
  ],
  ['create table t (a int); create index i on t (a)', 'create table t (a int); create index j on t (a)', []],
  [
    'create table t (a int); create index i on t (a)',
    'create table t (a int); create index i on t (a desc)',
    ['information index: Index i on t is (a DESC) in production; the model says (a).'],
  ],
  [
    'create table t (a int)',
    'create table t (a int); create index i on t using hash (a) where a > 1',
    ['hint index: Index i on t is there in production, but not in the model.'],
  ],
  [
    'create table t (a text); create unique index i on t (lower(a))',
    'create table t (a text); create index i on t (lower(a))',
    ['warning index: Index i on t is (lower(a)) in production; the model says unique (lower(a)).'],
  ],
  [
    "create table t (a text); create index i on t (a) where a in ('x', 'y')",
    "create table t (a text); create index i on t (a) where a = any (array['x'::text, 'y'::text])",
    [],
  ],
  [
    "create table t (a text); create index i on t (a) where a <> 'x'",
    "create table t (a text); create index i on t (a) where not (a = 'x')",
    [
      "not compared: Whether (a) WHERE not (a = 'x') in production means the same as what the model says of i on t cannot be told.",
    ],
  ],
  [
    orders('references users (id)'),
    orders(''),
    ['warning foreign-key: Foreign key orders(user_id) → users(id) is missing in production.'],
  ],
  [
    orders(''),
    orders('references users (id)'),
    [
      'information foreign-key: Foreign key orders(user_id) → users(id) is there in production, but not in the model.',
    ],
  ],
  [
    orders('references users (id)'),
    orders('references teams (id)'),
    [
      'error foreign-key: Foreign key orders(user_id) → users(id) refers to teams(id) in production; the model says users(id).',
    ],
  ],
  [
    orders('references users (id) on delete cascade'),
    orders('references users (id)'),
    [
      'warning foreign-key: Foreign key orders_user_id_fkey on orders is ON DELETE NO ACTION in production; the model says ON DELETE CASCADE.',
    ],
  ],
  [
    'create table users (id int primary key); create table orders (user_id int references users (id))',
    'create table orders (user_id int)',
    ['error missing-table: Table users is missing in production.'],
  ],
  [
    orders('references users (id)'),
    orders('').replace('id int primary key', 'id uuid primary key'),
    [
      'error type-mismatch: users.id is uuid in production; the model says integer.',
      'warning foreign-key: Foreign key orders(user_id) → users(id) is missing in production.',
    ],
  ],
])('%s | %s', (model, database, lines) => {
  expect(told(model, database)).toEqual(lines);
});

test('a foreign key between types that PostgreSQL cannot compare is told without any database', () => {
  const written = modelsOf(
    'create table users (id uuid primary key); create table orders (user_id text)',
    parser,
  );
  const users = written.models.snapshot.tables.get('public\0users');
  const orders = written.models.snapshot.tables.get('public\0orders');
  if (users === undefined || orders === undefined) throw new Error('The tables are not there.');
  const key: ForeignKey = {
    kind: 'foreignKey',
    name: 'orders_user_id_fkey',
    columns: ['user_id'],
    references: users.name,
    referencedColumns: ['id'],
  };
  const tables = new Map(written.models.snapshot.tables);
  tables.set('public\0orders', { ...orders, constraints: [key] });
  const models = modelsIn({ ...written.models.snapshot, tables });
  const chain = chainOf(
    { r1: 'create table users (id uuid primary key); create table orders (user_id text)' },
    parser,
  );
  expect(check({ models, chain }, parser).lines).toEqual([
    'error foreign-key-type at user_id: orders.user_id is text, and refers to users.id, which is uuid. PostgreSQL refuses such a foreign key.',
    'warning foreign-key at orders_user_id_fkey: Foreign key orders(user_id) → users(id) is missing after all migrations. No revision adds it.',
  ]);
});
