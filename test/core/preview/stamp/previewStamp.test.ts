import { describe, expect, test } from 'vitest';
import { loadSql } from '../../../../src/adapters/libpgQuery.ts';
import type { StampPreview } from '../../../../src/core/preview/stamp/stampPreview.ts';
import { type Chain, chainOf, schemaOf } from '../../../support/sqlChain.ts';
import { at, type StampCase, stampChain } from '../../../support/stampChain.ts';
import { previewOf } from '../../../support/stampText.ts';

const parser = await loadSql();

const shop = chainOf(
  {
    a1: 'create table users (id int primary key, name text not null);',
    b2: 'create table orders (id int primary key, user_id int references users (id)); create index ix_orders_user on orders (user_id);',
    c3: "insert into users values (1, 'a');",
    d4: 'alter table users add column email varchar(255); create table invoices (id int);',
    e5: 'alter table users alter column email set not null;',
  },
  parser,
);

/** @param from Revision whose schema the database has, with what was done to it by hand. */
function preview(chain: Chain, from: string | undefined, byHand: string, asked: StampCase): StampPreview {
  const start = from === undefined ? undefined : chain.at(from);
  return previewOf(stampChain(chain, schemaOf(byHand === '' ? 'select 1' : byHand, parser, start), asked));
}

/** A line for each claim. */
function claims({ revisions }: StampPreview): readonly string[] {
  return revisions.flatMap(({ revision, as, recorded, claims: own }) =>
    own.map(
      ({ text, truth, why }) =>
        `${revision} ${recorded ? 'recorded' : as} ${truth}: ${text.replace(/ \(.*/, '')}${why === undefined ? '' : ` | ${why}`}`,
    ),
  );
}

const texts = ({ messages }: StampPreview): readonly string[] =>
  messages.map(({ severity, text }) => `${severity}: ${text}`);

describe('upwards', () => {
  test('all that it passes over is there', () => {
    const found = preview(shop, 'b2', '', { rows: at('a1'), target: 'b2' });
    expect(claims(found)).toEqual(['b2 claimed true: creates orders']);
    expect(texts(found)).toEqual([
      'good: Stamping b2 on production would claim 1 effect, all of which are there.',
      'good: An upgrade afterwards would run 3 revisions: c3, d4 and e5. It would never run b2 here.',
      'good: The schema is that of b2. c3 has the same schema.',
    ]);
    expect([found.counts, found.recommended, found.from, found.to]).toEqual([
      { true: 1, false: 0, unknown: 0 },
      ['b2'],
      ['a1'],
      ['b2'],
    ]);
  });

  test('what is missing is said in red, with what the database has', () => {
    const found = preview(shop, 'b2', 'alter table users add column email text;', {
      rows: at('b2'),
      target: 'head',
    });
    expect(claims(found)).toEqual([
      'c3 claimed unknown: changes rows, with users | Rows are not compared, so nobody can tell from the schema whether this was done.',
      'd4 claimed false: creates invoices | The database has no table invoices.',
      'd4 claimed false: creates users.email | In the database, users.email is text instead of character varying(255).',
      'e5 claimed false: users.email becomes not null, was nullable | In the database, users.email is nullable instead of not null.',
    ]);
    expect(texts(found)).toContain(
      'error: 3 effects of d4 and e5 are not in the database: the next upgrade will not create them, because the stamp says that they are there.',
    );
    expect(found.messages[0]?.severity).toBe('error');
  });

  test('a stamp that lies already: what is recorded and not there is told as well', () => {
    const found = preview(shop, 'a1', '', { rows: at('d4'), target: 'e5' });
    expect(claims(found)).toEqual([
      'b2 recorded false: creates orders | The database has no table orders.',
      'd4 recorded false: creates invoices | The database has no table invoices.',
      'd4 recorded false: creates users.email | The database has no column users.email.',
      'e5 claimed false: users.email becomes not null, was nullable | The database has no column users.email.',
    ]);
    expect(texts(found)).toContain(
      'error: The stamp of today claims what b2 and d4 did already, and it is not so.',
    );
    expect(found.recommended).toEqual(['a1']);
    expect(texts(found)).toContain('warning: The schema is that of a1. Stamp a1 instead.');
  });

  test('head on head shows whether the stamp is true, and writes nothing', () => {
    const found = preview(shop, 'e5', '', { rows: at('e5'), target: 'head' });
    expect([claims(found), found.sql]).toEqual([[], []]);
    expect(found.messages[0]).toEqual({
      severity: 'good',
      text: 'Stamping e5 (head) on production would claim nothing that is not so.',
    });
  });

  test('a table that is there with a part that is otherwise counts as there, and says so', () => {
    const found = preview(shop, 'a1', 'alter table users alter column id type bigint;', {
      rows: at(),
      target: 'a1',
    });
    expect(claims(found)).toEqual([
      'a1 claimed true: creates users | The table is there, but users.id is bigint instead of integer.',
    ]);
    expect(found.differences).toHaveLength(1);
    expect(texts(found)).toContain(
      'warning: The schema has 1 difference from that of a1. A stamp changes none of them.',
    );
  });

  test('a table that lacks a column is not what the revision made', () => {
    const found = preview(shop, 'a1', 'alter table users drop column name;', { rows: at(), target: 'a1' });
    expect(claims(found)).toEqual([
      'a1 claimed false: creates users | The database has no column users.name.',
    ]);
  });
});

describe('what later revisions change again', () => {
  const changing = chainOf(
    {
      a1: 'create table t (id int, old text, gone text);',
      b2: 'alter table t rename column old to new;',
      b3: 'alter table t drop column gone;',
      c3: 'alter table t rename to u;',
      d4: 'alter table u alter column id type bigint; create table v (id int);',
      e5: 'drop table v;',
    },
    parser,
  );
  const stampTo = (from: string, byHand: string, target: string) =>
    claims(preview(changing, from, byHand, { rows: at(), target })).filter(
      (line) => !line.includes(' true:'),
    );

  test('all of it is true at the end', () => {
    const found = preview(changing, 'e5', '', { rows: at(), target: 'head' });
    expect(claims(found).length).toBeGreaterThan(5);
    expect(stampTo('e5', '', 'head')).toEqual([]);
  });

  test('what was not renamed, dropped or changed is still there as it was made', () => {
    expect(stampTo('a1', '', 'e5')).toEqual([
      'b2 claimed false: renames old to new | The database has no column t.new.',
      'b3 claimed false: drops t.gone | The database still has column t.gone.',
      'c3 claimed false: renames t to u | The database has no table u.',
      'd4 claimed false: u.id becomes bigint, was integer | The database has no table u.',
    ]);
    expect(stampTo('d4', '', 'e5')).toEqual(['e5 claimed false: drops v | The database still has table v.']);
    expect(stampTo('c3', '', 'd4')).toEqual([
      'd4 claimed false: u.id becomes bigint, was integer | In the database, u.id is integer instead of bigint.',
      'd4 claimed false: creates v | The database has no table v.',
    ]);
  });

  test('a part that is missing under its last name', () => {
    expect(stampTo('c3', 'alter table u drop column new;', 'c3')).toEqual([
      'a1 claimed false: creates t | The database has no column u.new.',
      'b2 claimed false: renames old to new | The database has no column u.new.',
    ]);
  });
});

describe('downwards', () => {
  test('what is there all the same will be in the way of the next upgrade', () => {
    const found = preview(shop, 'd4', '', { rows: at('d4'), target: 'b2' });
    expect(claims(found)).toEqual([
      'c3 disclaimed unknown: changes rows, with users | Rows are not compared, so nobody can tell from the schema whether this was done.',
      'd4 disclaimed false: creates invoices | In the database, table invoices is there already.',
      'd4 disclaimed false: creates users.email | In the database, column users.email is there already.',
    ]);
    expect(texts(found)).toContain(
      'warning: The next upgrade would run d4 again, and may fail on what is there already.',
    );
  });

  test('the true revision takes nothing back that is there', () => {
    const found = preview(shop, 'b2', '', { rows: at('e5'), target: 'b2' });
    expect(found.counts).toEqual({ true: 3, false: 0, unknown: 1 });
    expect(found.sql).toEqual([
      "UPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'e5'",
    ]);
  });

  test('to base', () => {
    const found = preview(shop, undefined, '', { rows: at('a1'), target: 'base' });
    expect(claims(found)).toEqual(['a1 disclaimed true: creates users']);
    expect([found.to, found.sql, found.command]).toEqual([
      [],
      ["DELETE FROM alembic_version WHERE alembic_version.version_num = 'a1'"],
      'alembic stamp base',
    ]);
  });
});

test('what only running a script would tell is unknown, with its reason', () => {
  const opaque = chainOf(
    { a1: 'create table t (id int);', b2: "do $$ begin execute 'x' || now(); end $$" },
    parser,
  );
  const found = preview(opaque, 'a1', '', { rows: at('a1'), target: 'b2' });
  expect(found.counts).toEqual({ true: 0, false: 0, unknown: 1 });
  expect(found.revisions[0]?.claims[0]).toMatchObject({
    text: 'does something that only running it would tell',
    truth: 'unknown',
    location: { file: 'b2.sql' },
  });
  expect(found.messages[0]?.severity).toBe('warning');
});

describe('what is recommended', () => {
  const branched = chainOf(
    { base: 'create table a (id int);', left: 'create table l (id int);', right: 'create table r (id int);' },
    parser,
    { left: ['base'], right: ['base'] },
  );

  test('several branches side by side', () => {
    const live = branched.timeline.snapshotAt(['left', 'right']);
    const found = previewOf(stampChain(branched, live, { rows: at('base'), target: 'heads' }));
    expect([...(found.recommended ?? [])].sort()).toEqual(['left', 'right']);
    expect(found.sql).toEqual([
      "UPDATE alembic_version SET version_num='left' WHERE alembic_version.version_num = 'base'",
      "INSERT INTO alembic_version (version_num) VALUES ('right')",
    ]);
    expect(found.command).toBe('alembic stamp left right');
  });

  test('nothing where the schema is far from all', () => {
    const far = 'create table x (a int, b int, c int, d int); create table base_only (id int);';
    const found = previewOf(
      stampChain(branched, schemaOf(far, parser), { rows: at('left'), target: 'left', more: { scope: {} } }),
    );
    expect(found.recommended).toBeUndefined();
    expect(texts(found).join('\n')).toContain('No revision can be recommended');
  });
});

describe('the target', () => {
  const name = (target: string, rows = at('b2')) => {
    const answer = stampChain(shop, shop.at('b2'), { rows, target });
    return answer.kind === 'notFound' ? answer.message : answer.to;
  };

  test('as on the command line', () => {
    expect(name('heads')).toEqual(['e5']);
    expect(name('base')).toEqual([]);
    expect(name('+1')).toEqual(['c3']);
    expect(name('b2+2')).toEqual(['d4']);
    expect(name('d4-1')).toEqual(['c3']);
  });

  test('without the heads it counts from, -1 counts from the head, as Alembic does', () => {
    expect(name('-1')).toEqual(['d4']);
  });

  test('a bad name is said to be none', () => {
    expect(name('zz')).toBe("Can't locate revision identified by 'zz'");
    expect(name('+9')).toContain("Can't locate");
    expect(name('a1 b2')).toBe('Revision b2 already includes a1: name only one of them.');
    expect(name('')).toBe('Name the revision to stamp.');
  });
});

describe('the version table', () => {
  test('is made where there is none', () => {
    const found = preview(shop, 'a1', '', { rows: { kind: 'absent' }, target: 'a1' });
    expect(found.from).toEqual([]);
    expect(found.sql).toEqual([
      'CREATE TABLE alembic_version (\n    version_num VARCHAR(32) NOT NULL,\n    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n)',
      "INSERT INTO alembic_version (version_num) VALUES ('a1')",
    ]);
  });

  test('has its own name and schema', () => {
    const table = { schema: 'Meta', name: 'versions', columns: [] };
    const rows = { kind: 'rows', schema: 'Meta', rows: at('a1') } as const;
    const found = preview(shop, 'b2', '', { rows, target: 'b2', more: { versionTable: table } });
    expect(found.sql).toEqual([
      `UPDATE "Meta".versions SET version_num='b2' WHERE "Meta".versions.version_num = 'a1'`,
    ]);
  });

  test('that holds what this checkout does not know is written anew', () => {
    const found = preview(shop, 'a1', '', { rows: at('ffff'), target: 'a1' });
    expect([found.from, found.sql, found.command]).toEqual([
      ['ffff'],
      ['DELETE FROM alembic_version', "INSERT INTO alembic_version (version_num) VALUES ('a1')"],
      'alembic stamp --purge a1',
    ]);
    expect(texts(found).join('\n')).toContain('holds ffff, which no script of this checkout has');
  });

  test('that could not be read leaves the claims, and no statements', () => {
    const rows = { kind: 'forbidden', schema: 'public', grants: ['GRANT SELECT …;'] } as const;
    const found = preview(shop, 'a1', '', { rows, target: 'a1' });
    expect([found.from, found.sql, found.command]).toEqual([undefined, [], 'alembic stamp a1']);
    expect(claims(found)).toEqual(['a1 claimed true: creates users']);
    expect(texts(found).join('\n')).toContain('This role may not read public.alembic_version.');
  });

  test('that nobody knows is taken to be the default, and said so', () => {
    const found = preview(shop, 'a1', '', {
      rows: at('a1'),
      target: 'a1',
      more: { versionTable: undefined },
    });
    expect(texts(found).join('\n')).toContain('alembic_version, the default of Alembic, is taken');
  });
});

describe('the command', () => {
  const command = (project: NonNullable<StampCase['project']>, target = 'a1') =>
    preview(shop, 'a1', '', { rows: at(), target, project }).command;

  test('names the file and the section where they are not the usual ones', () => {
    expect(command({ declaredIn: '/shop/db.ini', section: 'second one' })).toBe(
      "alembic -c db.ini -n 'second one' stamp a1",
    );
    expect(command({ declaredIn: '/shop/pyproject.toml' })).toBe('alembic stamp a1');
  });

  test('of Flask-Migrate, whose alembic.ini lies in the folder of its scripts', () => {
    expect(command({ declaredIn: '/shop/migrations/alembic.ini' })).toBe('flask db stamp a1');
  });

  test('is none where a program configures Alembic', () => {
    expect(command({ declaredIn: '/shop/migrations' })).toBeUndefined();
  });
});

test('a protected environment is left to whoever may write to it', () => {
  const environment = { name: 'production', protected: true, writable: true };
  const found = preview(shop, 'a1', '', { rows: at(), target: 'a1', more: { environment } });
  expect(texts(found).at(-1)).toBe(
    'warning: production is protected: Driftline never writes to it. Hand the statements to whoever may.',
  );
});

describe('tools without a stamp', () => {
  const numbered = chainOf(
    { '1': 'create table a (id int);', '2': 'create table b (id int);', '3': 'create table c (id int);' },
    parser,
  );
  const own = (convention: NonNullable<StampCase['convention']>, rows: StampCase['rows'], target: string) => {
    const project = { declaredIn: '/shop/migrations' };
    const found = preview(numbered, '2', '', { rows, target, convention, project });
    return { sql: found.sql, command: found.command, texts: texts(found).join('\n'), counts: found.counts };
  };

  test('golang-migrate has “force”', () => {
    const { sql, command } = own('golang-migrate', [{ version: '3', dirty: 't' }], '2');
    expect([sql, command]).toEqual([
      ['TRUNCATE schema_migrations', 'INSERT INTO schema_migrations (version, dirty) VALUES (2, false)'],
      'migrate -path migrations -database "$DATABASE_URL" force 2',
    ]);
    expect(own('golang-migrate', [], 'base').command).toContain('force -1');
  });

  test('goose and dbmate have a row for each script', () => {
    const goose = own('goose', [{ id: '1', version_id: '0', is_applied: 't' }], '2');
    expect(goose.sql).toEqual([
      'INSERT INTO goose_db_version (version_id, is_applied) VALUES (1, true)',
      'INSERT INTO goose_db_version (version_id, is_applied) VALUES (2, true)',
    ]);
    const dbmate = own('dbmate', [{ version: '1' }, { version: '2' }, { version: '3' }], '2');
    expect(dbmate.sql).toEqual(["DELETE FROM schema_migrations WHERE version = '3'"]);
    expect([dbmate.command, dbmate.counts]).toEqual([undefined, { true: 1, false: 0, unknown: 0 }]);
    expect(dbmate.texts).toContain('dbmate has no command for this');
  });

  test('Flyway has a baseline for a database without a history, and nothing else', () => {
    expect(own('flyway', { kind: 'absent' }, '2').command).toBe('flyway baseline -baselineVersion=2');
    const row = { installed_rank: '1', version: '1', type: 'SQL', script: 'V1__a.sql', success: 't' };
    const late = own('flyway', [row], '2');
    expect([late.sql, late.command]).toEqual([[], undefined]);
    expect(late.texts).toContain('Flyway cannot be stamped');
  });
});
