/** Models against migrations and databases: each disagreement once, with all its places and the reason of each. */
import { describe, expect, test } from 'vitest';
import { loadSql } from '../../../../src/adapters/libpgQuery.ts';
import { createCheckMemo } from '../../../../src/core/models/check/checkMemo.ts';
import type { ModelCheckInput } from '../../../../src/core/models/check/checkModels.ts';
import type { SchemaSnapshot, Uncertainty } from '../../../../src/core/schema/snapshot.ts';
import { type Checked, check, type Written } from '../../../support/modelCheck.ts';
import { modelsIn, modelsOf } from '../../../support/modelSql.ts';
import { chainOf, schemaOf } from '../../../support/sqlChain.ts';

const parser = await loadSql();

const chain = chainOf(
  {
    a1: 'create table users (id uuid primary key, name varchar(50) not null)',
    b2: 'alter table users alter column id type varchar(36)',
    c3: 'alter table users add column email varchar(255)',
  },
  parser,
);
const models =
  'create table users (id varchar(36) primary key, name varchar(50) not null, email varchar(255))';
const toUuid = 'alter table users alter column id type uuid using id::uuid';

function checked(written: Partial<Written>, more: Partial<ModelCheckInput> = {}): Checked {
  return check({ models, chain, ...written }, parser, more);
}

describe('why', () => {
  test('where all agree, nothing is told', () => {
    const { report, lines } = checked({ environments: { 'production*': { stamped: 'c3' } } });
    expect(lines).toEqual([]);
    expect(report.counts).toEqual({ tables: 1, columns: 3, unknown: 0 });
  });

  test('a database that left its migrations has drifted', () => {
    const environments = { 'production*': { stamped: 'c3', changed: toUuid }, staging: { stamped: 'c3' } };
    const { report, lines } = checked({ environments });
    expect(lines).toEqual([
      'error type-mismatch at character varying(36): users.id is uuid in production; the model says character varying(36), and so does staging. Drifted in production: b2 should have made it so.',
    ]);
    expect(report.findings[0]?.lastSetBy).toEqual({
      revision: 'b2',
      location: { file: 'b2.sql', range: { start: 18, end: 50 } },
    });
  });

  test('what a revision will bring is pending where it is not applied', () => {
    const environments = {
      local: { stamped: 'c3' },
      staging: { stamped: 'b2' },
      'production*': { stamped: 'a1' },
    };
    expect(checked({ environments }).lines).toEqual([
      'information type-mismatch at character varying(36): users.id is uuid in production; the model says character varying(36), and so do local and staging. Pending in production: b2 makes it so.',
      'information missing-column at email: users.email is missing in production and staging. Pending in production and staging: c3 adds it.',
    ]);
  });

  test('what no migration makes is unmigrated, though a database has it', () => {
    const said = `${models.replace('varchar(50)', 'text')}; create table teams (id int primary key)`;
    const environments = {
      'production*': { stamped: 'c3', changed: 'create table teams (id int primary key)' },
      staging: { stamped: 'c3' },
    };
    expect(checked({ models: said, environments }).lines).toEqual([
      'warning column-too-narrow at text: users.name is character varying(50) in production and staging, and after all migrations; the model says text. No revision makes it so.',
      'warning unmigrated-table at teams: No migration creates table teams, yet production has it.',
    ]);
  });

  test('a database that is as the model says, against its migrations, is no place of the finding', () => {
    const said = models.replace('id varchar(36)', 'id uuid');
    const environments = { 'production*': { stamped: 'c3', changed: toUuid } };
    expect(checked({ models: said, environments }).lines).toEqual([
      'error type-mismatch at uuid: users.id is character varying(36) after all migrations; the model says uuid, and so does production. No revision makes it so.',
    ]);
  });

  test('what was lost before a pending revision has drifted; what it makes is pending', () => {
    const environments = { local: { stamped: 'b2', changed: 'alter table users drop column name' } };
    expect(checked({ environments }).lines).toEqual([
      'error missing-column at name: users.name is missing in local. Drifted in local: a1 should have added it.',
      'information missing-column at email: users.email is missing in local. Pending in local: c3 adds it.',
    ]);
  });

  test('one finding has a reason for each place', () => {
    const environments = {
      local: { stamped: 'a1' },
      staging: { stamped: undefined, live: chain.at('a1') },
      'production*': { stamped: 'c3', changed: 'alter table users alter column id type text' },
    };
    expect(checked({ environments }).lines[0]).toBe(
      'error type-mismatch at character varying(36): users.id is text in production, and uuid in local and staging; the model says character varying(36). Drifted in production: b2 should have made it so. Pending in local: b2 makes it so. Nobody can tell whether a revision makes it so. Which revisions are applied in staging is not known.',
    );
  });

  test('what a pending revision drops is told with it', () => {
    const dropping = chainOf(
      {
        a1: 'create table users (id int primary key, nick text not null)',
        b2: 'alter table users drop nick',
      },
      parser,
    );
    const said = 'create table users (id int primary key)';
    const environments = { local: { stamped: 'a1' } };
    expect(checked({ models: said, chain: dropping, environments }).lines).toEqual([
      'information surplus-column at users: users.nick (text NOT NULL without a default) is there in local, but no model knows it. Pending in local: b2 drops it.',
    ]);
  });
});

describe('what is not told', () => {
  test('tables that no migration made, partitions, and the version table', () => {
    const made = chainOf(
      {
        a1: `${models};
             create table events (at date) partition by range (at);
             create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
             create table old (id int)`,
      },
      parser,
    );
    const changed = 'create table mine (id int); create table alembic_version (version_num text)';
    const said = `${models}; create table events (at date) partition by range (at);`;
    const environments = { production: { stamped: 'a1', changed } };
    expect(checked({ models: said, chain: made, environments }).lines).toEqual([
      'information surplus-table at nowhere: Table old is there in production and after all migrations, but no model knows it. No revision drops it.',
    ]);
  });

  test('tables of other projects', () => {
    const said = `${models}; create table accounts (id int primary key)`;
    const others = [{ project: 'billing', managed: new Set(['table\0public\0accounts\0']) }];
    const live = schemaOf(`${models}; create table accounts (id bigint primary key)`, parser);
    const environments = { production: { stamped: 'c3', live } };
    expect(checked({ models: said, environments }, { others }).lines).toEqual([
      'information column-wider at integer: accounts.id is bigint in production; the model says integer. Nobody can tell whether a revision makes it so. The table belongs to the migrations of billing.',
    ]);
  });

  test('models that are not managed, and views', () => {
    const written = modelsOf(`${models}; create table reports (n int); create table totals (n int)`, parser);
    const tables = written.models.tables.map((one) =>
      one.name.name === 'totals' ? { ...one, managed: false } : one,
    );
    const made = chainOf({ a1: `${models}; create view reports as select 1 as n` }, parser);
    const { lines, report } = checked({
      models: { ...written, models: { ...written.models, tables } },
      chain: made,
    });
    expect(lines).toEqual([]);
    expect(report.notCompared.map(({ reason }) => reason)).toEqual(['reports is a view in the migrations.']);
  });

  test('a missing table whose schema the program computes', () => {
    const { models: read, text } = modelsOf('create table reports (id int)', parser);
    const tables = read.tables.map((table) => ({ ...table, isSchemaAssumed: true as const }));
    const { report } = check({ models: { models: { ...read, tables }, text }, chain }, parser);
    expect(report.findings.filter(({ object }) => object.of.name === 'reports')).toEqual([]);
    expect(report.notCompared.map(({ reason }) => reason)).toEqual([
      'The schema of table reports is computed when the program runs; it is not in public in the migrations.',
    ]);
  });

  test('tables that a model which could not be read may be of', () => {
    const written = modelsOf('create table users (id int)', parser);
    const unread = [{ location: { file: 'a.py' }, reason: 'The name of a table is computed.' }];
    const made = chainOf({ a1: 'create table users (id int); create table teams (id int)' }, parser);
    const { lines, report } = checked({
      models: { ...written, models: { ...written.models, unread } },
      chain: made,
    });
    expect(lines).toEqual([]);
    expect(report.notCompared.map(({ reason }) => reason)).toEqual([
      'The name of a table is computed.',
      'No model is known for teams, but some models could not be read.',
    ]);
  });
});

describe('what is uncertain is not compared', () => {
  const doubt = (part: string): Uncertainty => ({
    reason: `The column ${part} is not known.`,
    affects: [
      { kind: 'table', name: { schema: 'public', name: 'users' }, parts: [{ kind: 'column', name: part }] },
    ],
  });
  const doubted = (snapshot: SchemaSnapshot, part: string): SchemaSnapshot => ({
    ...snapshot,
    uncertainties: [doubt(part)],
  });
  const live = schemaOf('create table users (id uuid primary key, name text, email text)', parser);

  test('of the models', () => {
    const { snapshot } = modelsOf(models, parser).models;
    const { report } = checked({
      models: modelsIn(doubted(snapshot, 'id')),
      environments: { production: { stamped: 'c3', live } },
    });
    expect(report.findings.map(({ object }) => object.part)).not.toContain('id');
    expect(report.notCompared).toEqual([
      {
        object: { object: 'column', of: { schema: 'public', name: 'users' }, part: 'id' },
        location: { file: 'models.py', range: { start: 12, end: 33 } },
        reason: 'The column id is not known.',
      },
    ]);
    expect(report.counts).toEqual({ tables: 1, columns: 3, unknown: 1 });
  });

  test('of a database', () => {
    const environments = { production: { stamped: 'c3', live: doubted(live, 'id') } };
    const { report } = checked({ environments });
    expect(report.findings.map(({ object }) => object.part)).toEqual(['name', 'name', 'email']);
    expect(report.notCompared.map(({ reason }) => reason)).toEqual(['The column id is not known.']);
  });

  test('of the migrations: what a database is like can be told all the same, but not why', () => {
    const input = chain.input(live, []);
    const timeline = {
      ...input.timeline,
      snapshotAt: (ids: readonly string[]) => doubted(chain.timeline.snapshotAt(ids), 'id'),
    };
    const migrations = { ...input, timeline, managed: new Set<string>() };
    const environments = { production: { stamped: 'c3', changed: toUuid } };
    expect(checked({ environments }, { migrations }).lines).toEqual([
      'error type-mismatch at character varying(36): users.id is uuid in production; the model says character varying(36). Nobody can tell whether a revision makes it so. The column id is not known.',
    ]);
  });

  test('a type that is not known is said once, with the reason of the model', () => {
    const written = modelsOf(models, parser);
    const users = written.models.snapshot.tables.get('public\0users');
    if (users === undefined) throw new Error('There is no table users.');
    const columns = users.columns.map((one) =>
      one.name === 'id' ? { ...one, type: { kind: 'unresolved', text: 'Guid' } as const } : one,
    );
    const snapshot = {
      ...written.models.snapshot,
      tables: new Map([['public\0users', { ...users, columns }]]),
    };
    const tables = written.models.tables.map((table) => ({
      ...table,
      columns: table.columns.map((one) =>
        one.name === 'id' ? { ...one, unknownType: 'The type Guid is computed.' } : one,
      ),
    }));
    const { report } = checked({
      models: { ...written, models: { ...written.models, snapshot, tables } },
      environments: { production: { stamped: 'c3', changed: toUuid } },
    });
    expect(report.findings).toEqual([]);
    expect(report.notCompared.map(({ reason }) => reason)).toEqual(['The type Guid is computed.']);
    expect(report.counts.unknown).toBe(1);
  });
});

describe('what nobody wants to hear', () => {
  const environments = {
    'production*': { stamped: 'c3', changed: `${toUuid}; alter table users alter column name drop not null` },
  };
  const found = ['type-mismatch', 'nullability'];
  const kindsIn = ({ report }: Checked): readonly string[] => report.findings.map(({ kind }) => kind);
  const silenced = ({ report }: Checked): readonly string[] => report.suppressed.map(({ kind }) => kind);

  test('all is told', () => {
    expect(kindsIn(checked({ environments }))).toEqual(found);
  });

  test.each([
    ['driftline: ignore', ['nullability']],
    ['driftline: ignore[type-mismatch]', ['nullability']],
    ['driftline:ignore[ nullability , type-mismatch ]', ['nullability']],
    ['driftline: ignore[nullability]', found],
    ['driftline: ignored', found],
  ])('by a comment: # %s', (comment, kinds) => {
    const written = modelsOf(models, parser, { 'users.id': comment });
    const result = checked({ models: written, environments });
    expect(kindsIn(result)).toEqual(kinds);
    expect([...kinds, ...silenced(result)].sort()).toEqual([...found].sort());
  });

  test('by a rule', () => {
    const result = checked({ environments, ignore: [{ pattern: 'public.users.id' }] });
    expect([kindsIn(result), silenced(result)]).toEqual([['nullability'], ['type-mismatch']]);
  });

  test('by a baseline, which does not depend on the place or on what else is wrong', () => {
    const before = checked({ environments: { staging: { stamped: 'c3', changed: toUuid } } });
    const baseline = new Set(before.report.findings.map(({ fingerprint }) => fingerprint));
    expect([...baseline]).toEqual(['type public.users.id: character varying(36)']);
    const result = checked({ environments }, { baseline });
    expect([kindsIn(result), silenced(result)]).toEqual([['nullability'], ['type-mismatch']]);
  });

  test('by severities, of kinds and of environments', () => {
    const severities = [
      { kind: '*', environment: 'local', severity: 'off' },
      { kind: 'nullability', severity: 'hint' },
    ] as const;
    const both = { ...environments, local: environments['production*'] };
    const { report } = checked({ environments: both }, { severities });
    expect(
      report.findings.map(({ kind, severity, places }) => [
        severity,
        kind,
        places.map((one) => one.environment),
      ]),
    ).toEqual([
      ['error', 'type-mismatch', ['production']],
      ['hint', 'nullability', ['production', 'local']],
    ]);
  });
});

test('models without a schema are found where the migrations of a database create theirs', () => {
  const sql = "create type mood as enum ('sad'); create table users (id int primary key, mood mood)";
  const orders = `${sql}; create table orders (id int primary key, user_id int references users (id))`;
  const made = chainOf({ a1: orders }, parser);
  const inApp = orders
    .replaceAll(/(table|references|type) (\w+)/g, '$1 app.$2')
    .replace('mood mood', 'mood app.mood');
  const environment = {
    name: 'production',
    protected: true,
    stamped: ['a1'],
    applied: ['a1'],
    schema: 'app',
    live: schemaOf(`create schema app; ${inApp}; alter table app.users alter id type bigint`, parser),
  };
  expect(checked({ models: orders, chain: made }, { environments: [environment] }).lines).toEqual([
    'information column-wider at integer: users.id is bigint in production; the model says integer. Drifted in production: a1 should have made it so.',
  ]);
});

test('what was found for two versions of a table is kept until a type that it depends on changes', () => {
  const memo = createCheckMemo();
  const said = 'create table t (n score)';
  const written = modelsOf(`create domain score as int; ${said}`, parser);
  const made = chainOf({ a1: `create domain score as int; ${said}` }, parser);
  const live = schemaOf(`create domain score as int; ${said}`, parser);
  const of = (snapshot: SchemaSnapshot) =>
    check(
      { models: written, chain: made, environments: { local: { stamped: 'a1', live: snapshot } } },
      parser,
      {},
      memo,
    ).lines;
  expect(of(live)).toEqual([]);
  const types = schemaOf('create domain score as int; create domain points as text', parser).types;
  const table = live.tables.get('public\0t');
  if (table === undefined) throw new Error('There is no table t.');
  const column = {
    name: 'n',
    type: { kind: 'named', schema: 'public', name: 'points', array: false },
    nullable: true,
  } as const;
  const tables = new Map([['public\0t', { ...table, columns: [column] }]]);
  expect(of({ ...live, tables, types })).toHaveLength(1);
  const otherTypes = schemaOf('create domain score as int; create domain points as int', parser).types;
  expect(of({ ...live, tables, types: otherTypes })).toEqual([]);
});

test('what was found against a database is kept until a table or a type of the models changes', () => {
  const memo = createCheckMemo();
  const written = 'create domain points as int; create table s (n int); create table t (n points)';
  const database = written.replaceAll('points', 'score');
  const chain = chainOf({ a1: database }, parser);
  const environments = { local: { stamped: 'a1', live: schemaOf(database, parser) } };
  const { models, text } = modelsOf(written, parser);
  const of = (snapshot: SchemaSnapshot) =>
    check({ models: { models: { ...models, snapshot }, text }, chain, environments }, parser, {}, memo).lines;
  const { snapshot } = models;
  expect(of(snapshot)).toEqual([]);
  const { types } = schemaOf('create domain points as text', parser);
  expect(of({ ...snapshot, types })).toHaveLength(1);
  const without = new Map([...snapshot.tables].filter(([key]) => key !== 'public\0s'));
  expect(of({ ...snapshot, types, tables: without })).toHaveLength(2);
  expect(of(snapshot)).toEqual([]);
});

test('what was found of foreign keys is kept until a table changes that they refer to', () => {
  const memo = createCheckMemo();
  const chain = chainOf(
    { a1: 'create table t (id int primary key); create table u (t_id int references t)' },
    parser,
  );
  const { models, text } = modelsOf(
    'create table t (id int primary key); create table u (t_id int references t)',
    parser,
  );
  const other = modelsOf('create table t (id uuid primary key)', parser).models.snapshot.tables.get(
    'public\0t',
  );
  if (other === undefined) throw new Error('There is no table t.');
  const keyTypes = (snapshot: SchemaSnapshot) =>
    check(
      { models: { models: { ...models, snapshot }, text }, chain },
      parser,
      {},
      memo,
    ).report.findings.filter(({ kind }) => kind === 'foreign-key-type').length;
  const { snapshot } = models;
  expect(keyTypes(snapshot)).toBe(0);
  expect(keyTypes({ ...snapshot, tables: new Map(snapshot.tables).set('public\0t', other) })).toBe(1);
  expect(keyTypes(snapshot)).toBe(0);
});
