/** Databases beside what models say, one disagreement each. */
import type { Wrong } from './modelFindings.ts';

export interface MigrationCase {
  /** What the migrations make; of a repair, what the environment has instead. */
  readonly before: string;
  /** What the model says. */
  readonly after: string;
  readonly wrong: Wrong;
  readonly title: string;
  /** Only an environment left what the migrations say. */
  readonly isRepair?: true;
  /** What a downgrade leaves, where that is not what was there before. */
  readonly back?: string;
}

export const migrationCases: Readonly<Record<string, MigrationCase>> = {
  'text to uuid with all that refer to it': {
    before: `CREATE TABLE users (id varchar(36) PRIMARY KEY, boss_id varchar(36) REFERENCES users);
             CREATE TABLE orders (id int PRIMARY KEY, user_id varchar(36) NOT NULL REFERENCES users ON DELETE CASCADE)`,
    after: `CREATE TABLE users (id uuid PRIMARY KEY, boss_id uuid REFERENCES users);
            CREATE TABLE orders (id int PRIMARY KEY, user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE)`,
    wrong: ['type-mismatch', 'column', 'users', 'id'],
    title: 'Write a migration: change users.id to uuid',
  },
  'shorter text': {
    before: "CREATE TABLE t (a text NOT NULL DEFAULT 'x')",
    after: "CREATE TABLE t (a varchar(20) NOT NULL DEFAULT 'x')",
    wrong: ['column-wider', 'column', 't', 'a'],
    title: 'Write a migration: change t.a to character varying(20)',
  },
  'longer text in a foreign key': {
    before: 'CREATE TABLE p (id varchar(10) PRIMARY KEY); CREATE TABLE c (p_id varchar(10) REFERENCES p)',
    after: 'CREATE TABLE p (id varchar(20) PRIMARY KEY); CREATE TABLE c (p_id varchar(10) REFERENCES p)',
    wrong: ['column-too-narrow', 'column', 'p', 'id'],
    title: 'Write a migration: change p.id to character varying(20)',
  },
  'serial to bigserial': {
    before: 'CREATE TABLE p (id serial PRIMARY KEY); CREATE TABLE c (p_id int REFERENCES p)',
    after: 'CREATE TABLE p (id bigserial PRIMARY KEY); CREATE TABLE c (p_id int REFERENCES p)',
    wrong: ['type-mismatch', 'column', 'p', 'id'],
    title: 'Write a migration: change p.id to bigint',
  },
  'text with a default to a new enum': {
    before: "CREATE TABLE t (state varchar(20) NOT NULL DEFAULT 'new')",
    after:
      "CREATE TYPE state AS ENUM ('new', 'it''s \"done\"'); CREATE TABLE t (state state NOT NULL DEFAULT 'new')",
    wrong: ['type-mismatch', 'column', 't', 'state'],
    title: 'Write a migration: change t.state to state',
  },
  'a time gets a zone': {
    before: 'CREATE TABLE t (at timestamp NOT NULL DEFAULT now())',
    after: 'CREATE TABLE t (at timestamptz NOT NULL DEFAULT now())',
    wrong: ['type-mismatch', 'column', 't', 'at'],
    title: 'Write a migration: change t.at to timestamp with time zone',
  },
  'text to jsonb': {
    before: `CREATE TABLE t (a text DEFAULT '{"k": ":v"}')`,
    after: `CREATE TABLE t (a jsonb DEFAULT '{"k": ":v"}')`,
    wrong: ['type-mismatch', 'column', 't', 'a'],
    title: 'Write a migration: change t.a to jsonb',
  },
  'json to jsonb': {
    before: 'CREATE TABLE t (a json)',
    after: 'CREATE TABLE t (a jsonb)',
    wrong: ['type-mismatch', 'column', 't', 'a'],
    title: 'Write a migration: change t.a to jsonb',
  },
  'number to truth': {
    before: 'CREATE TABLE t (a int NOT NULL DEFAULT 0)',
    after: 'CREATE TABLE t (a boolean NOT NULL DEFAULT false)',
    wrong: ['type-mismatch', 'column', 't', 'a'],
    title: 'Write a migration: change t.a to boolean',
  },
  'small number to truth': {
    before: 'CREATE TABLE t (a smallint NOT NULL)',
    after: 'CREATE TABLE t (a boolean NOT NULL)',
    wrong: ['type-mismatch', 'column', 't', 'a'],
    title: 'Write a migration: change t.a to boolean',
  },
  precision: {
    before: 'CREATE TABLE t (a numeric(10, 2))',
    after: 'CREATE TABLE t (a numeric(12, 4))',
    wrong: ['column-too-narrow', 'column', 't', 'a'],
    title: 'Write a migration: change t.a to numeric(12,4)',
  },
  'bytes to text': {
    before: 'CREATE TABLE t (a bytea)',
    after: 'CREATE TABLE t (a text)',
    wrong: ['type-mismatch', 'column', 't', 'a'],
    title: 'Write a migration: change t.a to text',
  },
  collation: {
    before: 'CREATE TABLE t (a text)',
    after: 'CREATE TABLE t (a text COLLATE "C")',
    wrong: ['collation', 'column', 't', 'a'],
    title: 'Write a migration: change t.a to text COLLATE "C"',
  },
  'NOT NULL': {
    before: 'CREATE SCHEMA app; CREATE TABLE app."Order" ("user id" int)',
    after: 'CREATE SCHEMA app; CREATE TABLE app."Order" ("user id" int NOT NULL)',
    wrong: ['nullability', 'column', 'Order@app', 'user id'],
    title: 'Write a migration: make app."Order"."user id" NOT NULL',
  },
  'NULL allowed': {
    before: 'CREATE TABLE t (a int NOT NULL)',
    after: 'CREATE TABLE t (a int)',
    wrong: ['nullability', 'column', 't', 'a'],
    title: 'Write a migration: allow NULL in t.a',
  },
  default: {
    before: 'CREATE TABLE t (a text)',
    after: "CREATE TABLE t (a text DEFAULT 'a :b \\ 10:30')",
    wrong: ['default', 'column', 't', 'a'],
    title: "Write a migration: give t.a the default 'a :b \\ 10:30'",
  },
  'no default': {
    before: 'CREATE TABLE t (a timestamp DEFAULT now())',
    after: 'CREATE TABLE t (a timestamp)',
    wrong: ['default', 'column', 't', 'a'],
    title: 'Write a migration: take the default from t.a',
  },
  'a column that needs a value': {
    before: 'CREATE TABLE t (a int); INSERT INTO t VALUES (1)',
    after: "CREATE TABLE t (a int, b text NOT NULL); COMMENT ON COLUMN t.b IS 'what it''s'",
    wrong: ['missing-column', 'column', 't', 'b'],
    title: 'Write a migration: add t.b',
  },
  'a column with a default': {
    before: 'CREATE TABLE t (a int); INSERT INTO t VALUES (1)',
    after: 'CREATE TABLE t (a int, b uuid NOT NULL DEFAULT gen_random_uuid())',
    wrong: ['missing-column', 'column', 't', 'b'],
    title: 'Write a migration: add t.b',
  },
  'a column with keys and an index': {
    before: 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int)',
    after: `CREATE TABLE p (id int PRIMARY KEY);
            CREATE TABLE t (a int, p_id int UNIQUE REFERENCES p ON DELETE SET NULL);
            CREATE INDEX ix_t_a_p_id ON t (a, p_id DESC)`,
    wrong: ['missing-column', 'column', 't', 'p_id'],
    title: 'Write a migration: add t.p_id',
  },
  'a column of a new type': {
    before: 'CREATE TABLE t (a int); INSERT INTO t VALUES (1)',
    after: "CREATE TYPE mood AS ENUM ('happy', 'sad'); CREATE TABLE t (a int, mood mood NOT NULL)",
    wrong: ['missing-column', 'column', 't', 'mood'],
    title: 'Write a migration: add t.mood',
  },
  'an identity and a generated column': {
    before: 'CREATE TABLE t (a int)',
    after: 'CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED)',
    wrong: ['missing-column', 'column', 't', 'b'],
    title: 'Write a migration: add t.b',
  },

  'a table with everything': {
    before: 'CREATE TABLE users (id uuid PRIMARY KEY, email text UNIQUE)',
    after: `CREATE TYPE mood AS ENUM ('happy', 'sad');
            CREATE TABLE users (id uuid PRIMARY KEY, email text UNIQUE);
            CREATE TABLE "Post" (
              id serial PRIMARY KEY, user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE ON UPDATE RESTRICT,
              "parent id" int CONSTRAINT parent REFERENCES "Post" DEFERRABLE INITIALLY DEFERRED,
              slug varchar(80) NOT NULL, title text DEFAULT 'it''s' COLLATE "C", mood mood DEFAULT 'happy' NOT NULL,
              moods mood[], tags text[] DEFAULT '{}', body jsonb DEFAULT '{"a": ":b"}', price numeric(10, 2), ratio real,
              at timestamptz(3) DEFAULT now(), day date, span interval, bits bit varying(8), ip inet, big bigint,
              small smallint, yes boolean DEFAULT true, raw bytea, twice int GENERATED ALWAYS AS (small * 2) STORED,
              CONSTRAINT positive CHECK (price > 0 AND slug <> 'a:b'), UNIQUE (user_id, slug),
              CONSTRAINT one_title UNIQUE NULLS NOT DISTINCT (title));
            CREATE INDEX ix_lower ON "Post" (lower(slug) text_pattern_ops, at DESC NULLS LAST) WHERE yes;
            CREATE INDEX ix_tags ON "Post" USING gin (tags);
            CREATE UNIQUE INDEX ix_unique ON "Post" (big) INCLUDE (day);
            COMMENT ON TABLE "Post" IS 'what it "is"'; COMMENT ON COLUMN "Post".slug IS 'in the URL'`,
    wrong: ['unmigrated-table', 'table', 'Post'],
    title: 'Write a migration: create "Post"',
  },
  'a table in another schema, with identity and without serial': {
    before: 'CREATE TABLE t (a int)',
    after: `CREATE SCHEMA app; CREATE TABLE t (a int);
            CREATE TABLE app.counts (id int PRIMARY KEY, n bigint GENERATED ALWAYS AS IDENTITY (START 5 INCREMENT 2),
              during tstzrange, EXCLUDE USING gist (during WITH &&))`,
    wrong: ['missing-table', 'table', 'counts@app'],
    title: 'Write a migration: create app.counts',
    back: 'CREATE SCHEMA app; CREATE TABLE t (a int)',
  },
  'tables that refer to each other': {
    before: 'CREATE TABLE t (a int)',
    after: `CREATE TABLE t (a int); CREATE TABLE a (id bigserial PRIMARY KEY, b_id bigint);
            CREATE TABLE b (id bigserial PRIMARY KEY, a_id bigint REFERENCES a);
            ALTER TABLE a ADD CONSTRAINT a_b_id_fkey FOREIGN KEY (b_id) REFERENCES b`,
    wrong: ['missing-table', 'table', 'a'],
    title: 'Write a migration: create b, a',
  },
  'a foreign key': {
    before: 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p_id int)',
    after: 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p_id int REFERENCES p ON DELETE SET NULL)',
    wrong: ['foreign-key', 'constraint', 'c', 'c_p_id_fkey'],
    title: 'Write a migration: create c_p_id_fkey on c',
  },
  'another action of a foreign key': {
    before: 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p_id int CONSTRAINT k REFERENCES p)',
    after: 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p_id int REFERENCES p ON DELETE CASCADE)',
    wrong: ['foreign-key', 'constraint', 'c', 'c_p_id_fkey', 'NO ACTION'],
    title: 'Write a migration: change c_p_id_fkey on c',
  },
  'a unique constraint': {
    before: 'CREATE TABLE t (a int, b int)',
    after: 'CREATE TABLE t (a int, b int, UNIQUE (a, b) DEFERRABLE)',
    wrong: ['unique', 'constraint', 't', 't_a_b_key'],
    title: 'Write a migration: create t_a_b_key on t',
  },
  'a unique index': {
    before: 'CREATE TABLE t (a text)',
    after: 'CREATE TABLE t (a text); CREATE UNIQUE INDEX ix ON t (lower(a))',
    wrong: ['index', 'index', 't', 'ix'],
    title: 'Write a migration: create ix on t',
  },
  'a primary key': {
    before: 'CREATE TABLE t (a int NOT NULL, b int NOT NULL)',
    after: 'CREATE TABLE t (a int, b int, PRIMARY KEY (b, a))',
    wrong: ['primary-key', 'constraint', 't', 't_pkey'],
    title: 'Write a migration: create t_pkey on t',
  },
  'labels before, between and behind': {
    before: "CREATE TYPE mood AS ENUM ('b', 'd'); CREATE TABLE t (a mood DEFAULT 'b')",
    after: `CREATE TYPE mood AS ENUM ('a', 'b', 'c', 'cc', 'd', 'it''s "e"', 'f'); CREATE TABLE t (a mood DEFAULT 'b')`,
    wrong: ['enum-label-missing', 'label', 'mood', 'c'],
    title: `Write a migration: add 'a', 'c', 'cc', 'it's "e"', 'f' to mood`,
    back: `CREATE TYPE mood AS ENUM ('a', 'b', 'c', 'cc', 'd', 'it''s "e"', 'f'); CREATE TABLE t (a mood DEFAULT 'b')`,
  },
  'a column that no model knows': {
    before: `CREATE TABLE p (id int PRIMARY KEY);
             CREATE TABLE t (a int, "Old one" varchar(9) NOT NULL COLLATE "C", p_id int REFERENCES p ON DELETE CASCADE,
               UNIQUE (a, "Old one"), CONSTRAINT short CHECK (length("Old one") < a));
             CREATE INDEX ix_both ON t (a, lower("Old one")) WHERE a > 0; CREATE INDEX ix_a ON t (a)`,
    after: `CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int, p_id int REFERENCES p ON DELETE CASCADE);
            CREATE INDEX ix_a ON t (a)`,
    wrong: ['surplus-column', 'column', 't', 'Old one'],
    title: 'Write a migration: drop t."Old one"',
  },
  'a column with a foreign key that no model knows': {
    before: `CREATE TABLE p (id int PRIMARY KEY);
             CREATE TABLE t (a int, p_id int DEFAULT 7 CONSTRAINT k REFERENCES p ON DELETE CASCADE)`,
    after: 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int)',
    wrong: ['surplus-column', 'column', 't', 'p_id'],
    title: 'Write a migration: drop t.p_id',
  },
  'a table that no model knows': {
    before: `CREATE TYPE mood AS ENUM ('x'); CREATE SCHEMA app; CREATE TABLE p (id int PRIMARY KEY);
             CREATE TABLE app.t (id serial PRIMARY KEY, p_id int REFERENCES p, up int REFERENCES app.t, mood mood,
               slug text UNIQUE CHECK (slug <> 'a:b'));
             CREATE INDEX ix_slug ON app.t (lower(slug)); COMMENT ON TABLE app.t IS 'old'`,
    after: "CREATE TYPE mood AS ENUM ('x'); CREATE SCHEMA app; CREATE TABLE p (id int PRIMARY KEY)",
    wrong: ['surplus-table', 'table', 't@app'],
    title: 'Write a migration: drop app.t',
  },
  'a unique constraint that no model knows': {
    before: 'CREATE TABLE t (a int, b int, CONSTRAINT k UNIQUE (a, b))',
    after: 'CREATE TABLE t (a int, b int)',
    wrong: ['unique', 'constraint', 't', 'k', '(a, b)', true],
    title: 'Write a migration: drop k on t',
  },
  'an index that no model knows': {
    before: 'CREATE TABLE t (a text); CREATE INDEX k ON t (lower(a) DESC) WHERE a IS NOT NULL',
    after: 'CREATE TABLE t (a text)',
    wrong: ['index', 'index', 't', 'k', 'lower(a)', true],
    title: 'Write a migration: drop k on t',
  },
  'a foreign key that no model knows': {
    before:
      'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int CONSTRAINT k REFERENCES p ON DELETE CASCADE)',
    after: 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int)',
    wrong: ['foreign-key', 'constraint', 't', 'k', '(a) → p(id)', true],
    title: 'Write a migration: drop k on t',
  },
  'labels that no model knows': {
    before: `CREATE TYPE mood AS ENUM ('a', 'it''s', 'b', 'c');
             CREATE TABLE t (a mood NOT NULL DEFAULT 'b', b mood[] DEFAULT '{a}'); CREATE INDEX ix ON t (a);
             CREATE TABLE u ("A" mood UNIQUE); COMMENT ON TYPE mood IS 'how it is';
             INSERT INTO t VALUES ('a', '{b,a}')`,
    after: `CREATE TYPE mood AS ENUM ('a', 'b');
            CREATE TABLE t (a mood NOT NULL DEFAULT 'b', b mood[] DEFAULT '{a}'); CREATE INDEX ix ON t (a);
            CREATE TABLE u ("A" mood UNIQUE); COMMENT ON TYPE mood IS 'how it is'`,
    wrong: ['enum-label-surplus', 'label', 'mood', 'c'],
    title: "Write a migration: drop 'it's', 'c' from mood",
  },
  'labels in another order': {
    before: "CREATE TYPE mood AS ENUM ('a', 'c', 'b'); CREATE TABLE t (a mood DEFAULT 'c')",
    after: "CREATE TYPE mood AS ENUM ('a', 'b', 'c'); CREATE TABLE t (a mood DEFAULT 'c')",
    wrong: ['enum-label-order', 'type', 'mood'],
    title: 'Write a migration: sort the labels of mood as the model does',
  },
  'a type that was lost': {
    isRepair: true,
    before: 'CREATE TABLE t (a text NOT NULL)',
    after: 'CREATE TABLE t (a uuid NOT NULL)',
    wrong: ['type-mismatch', 'column', 't', 'a'],
    title: 'Write a migration: change t.a to uuid where that was lost',
  },
  'NOT NULL that was lost': {
    isRepair: true,
    before: 'CREATE TABLE t (a text)',
    after: 'CREATE TABLE t (a text NOT NULL)',
    wrong: ['nullability', 'column', 't', 'a'],
    title: 'Write a migration: make t.a NOT NULL where that was lost',
  },
  'a column that was lost': {
    isRepair: true,
    before: 'CREATE TABLE t (a text)',
    after: "CREATE TYPE mood AS ENUM ('x'); CREATE TABLE t (a text, b mood); CREATE INDEX ix_t_b ON t (b)",
    wrong: ['missing-column', 'column', 't', 'b'],
    title: 'Write a migration: add t.b where that was lost',
  },
  'tables that were lost': {
    isRepair: true,
    before: 'CREATE SCHEMA app; CREATE TABLE app.t (a text)',
    after: `CREATE SCHEMA app; CREATE TABLE app.t (a text); CREATE TABLE app.p (id serial PRIMARY KEY);
            CREATE TABLE app.c (p_id int REFERENCES app.p)`,
    wrong: ['missing-table', 'table', 'c@app'],
    title: 'Write a migration: create app.p, app.c where that was lost',
  },
  'a constraint that was lost': {
    isRepair: true,
    before: 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p_id int)',
    after: 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p_id int REFERENCES p)',
    wrong: ['foreign-key', 'constraint', 'c', 'c_p_id_fkey'],
    title: 'Write a migration: create c_p_id_fkey on c where that was lost',
  },
  'a unique constraint that was lost': {
    isRepair: true,
    before: 'CREATE TABLE t (a int)',
    after: 'CREATE TABLE t (a int UNIQUE)',
    wrong: ['unique', 'constraint', 't', 't_a_key'],
    title: 'Write a migration: create t_a_key on t where that was lost',
  },
  'a primary key that was lost': {
    isRepair: true,
    before: 'CREATE TABLE t (a int NOT NULL)',
    after: 'CREATE TABLE t (a int PRIMARY KEY)',
    wrong: ['primary-key', 'constraint', 't', 't_pkey'],
    title: 'Write a migration: create t_pkey on t where that was lost',
  },
  'an index that was lost': {
    isRepair: true,
    before: 'CREATE TABLE t (a int)',
    after: 'CREATE TABLE t (a int); CREATE INDEX ix_t_a ON t (a)',
    wrong: ['index', 'index', 't', 'ix_t_a'],
    title: 'Write a migration: create ix_t_a on t where that was lost',
  },
  'labels that were lost': {
    isRepair: true,
    before: "CREATE TYPE mood AS ENUM ('b'); CREATE TABLE t (a mood)",
    after: "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (a mood)",
    wrong: ['enum-label-missing', 'label', 'mood', 'a'],
    title: "Write a migration: add 'a' to mood where that was lost",
  },
  'a column that came by itself': {
    isRepair: true,
    before: 'CREATE TABLE t (a text, b int NOT NULL)',
    after: 'CREATE TABLE t (a text)',
    wrong: ['surplus-column', 'column', 't', 'b'],
    title: 'Write a migration: drop t.b where that was left over',
  },
  'a table that was left over': {
    isRepair: true,
    before: 'CREATE TABLE t (a text); CREATE TABLE u (a text)',
    after: 'CREATE TABLE t (a text)',
    wrong: ['surplus-table', 'table', 'u'],
    title: 'Write a migration: drop u where that was left over',
  },
};
