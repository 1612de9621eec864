/** Random changes of the rich schema, the same for the same seed. Some are refused, as people's are. */

export function createRandomDdl(seed: number): () => string {
  const random = mulberry32(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const any = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  const name = (): string => `x${below(6)}`;
  const table = (): string =>
    any([
      'users',
      'orders',
      'audit.events',
      'audit.events_2024',
      'base',
      'derived',
      'extended',
      name(),
      name(),
    ]);
  const column = (): string => any(['id', 'name', 'note', 'total', 'user_id', 'at', 'what', name()]);
  const type = (): string =>
    any(['integer', 'text', 'varchar(20)', 'mood', 'email', 'audit.address', 'ext.citext']);
  const changes: readonly (() => string)[] = [
    () => `CREATE TABLE ${name()} (id serial PRIMARY KEY, ${name()} ${type()}, note text DEFAULT 'n')`,
    () => `CREATE TABLE ${name()} (LIKE users INCLUDING ALL)`,
    () => `CREATE TABLE ${name()} (id int REFERENCES ${table()}, self int GENERATED ALWAYS AS IDENTITY)`,
    () =>
      `CREATE TABLE ${name()} PARTITION OF audit.events FOR VALUES FROM ('202${below(4)}-01-01') TO ('202${below(4)}-06-01')`,
    () => `DROP TABLE ${table()} CASCADE`,
    () => `ALTER TABLE ${table()} RENAME TO ${name()}`,
    () => `ALTER TABLE ${table()} SET SCHEMA ${any(['audit', 'public'])}`,
    () =>
      `ALTER TABLE ${table()} ADD COLUMN ${name()} ${type()} ${any(['', 'DEFAULT NULL', 'COLLATE "C"', 'UNIQUE'])}`,
    () => `ALTER TABLE ${table()} DROP COLUMN ${column()} CASCADE`,
    () => `ALTER TABLE ${table()} RENAME COLUMN ${column()} TO ${name()}`,
    () => `ALTER TABLE ${table()} ALTER COLUMN ${column()} TYPE ${any(['text', 'bigint', 'varchar(99)'])}`,
    () =>
      `ALTER TABLE ${table()} ALTER COLUMN ${column()} SET DEFAULT ${any(['NULL', "nextval('counter')", '1'])}`,
    () => `ALTER TABLE ${table()} ALTER COLUMN ${column()} DROP DEFAULT`,
    () => `ALTER TABLE ${table()} ALTER COLUMN ${column()} ${any(['SET', 'DROP'])} NOT NULL`,
    () => `ALTER TABLE ${table()} ADD CONSTRAINT ${name()} CHECK (${column()} IS NOT NULL)`,
    () => `ALTER TABLE ${table()} ADD CONSTRAINT ${name()} UNIQUE (${column()})`,
    () =>
      `ALTER TABLE ${table()} ADD CONSTRAINT ${name()} FOREIGN KEY (${column()}) REFERENCES ${table()} NOT VALID`,
    () =>
      `ALTER TABLE ${table()} DROP CONSTRAINT ${any(['name_or_mail', 'orders_user', 'orders_once', name()])} CASCADE`,
    () =>
      `ALTER TABLE ${table()} RENAME CONSTRAINT ${any(['orders_user', 'orders_pk', name()])} TO ${name()}`,
    () => `ALTER TABLE orders VALIDATE CONSTRAINT ${any(['orders_positive', 'orders_self', name()])}`,
    () => `CREATE ${any(['', 'UNIQUE'])} INDEX ${name()} ON ${table()} (${column()})`,
    () => `CREATE INDEX ON ${table()} (lower(${column()}::text)) WHERE ${column()} IS NULL`,
    () => `DROP INDEX ${any(['users_name', 'users_mail', 'events_what', 'totals_user', name()])}`,
    () => `ALTER INDEX ${any(['users_name', 'users_pkey', 'totals_user', name()])} RENAME TO ${name()}`,
    () => `ALTER INDEX ${any(['users_name', 'users_hash', name()])} SET (fillfactor = ${50 + below(40)})`,
    () => `COMMENT ON TABLE ${table()} IS ${any(['NULL', "'a'", "'b'"])}`,
    () => `COMMENT ON COLUMN ${table()}.${column()} IS ${any(['NULL', "'a'", "'b'"])}`,
    () => `COMMENT ON INDEX ${any(['users_name', 'users_hash', name()])} IS ${any(['NULL', "'a'"])}`,
    () => `COMMENT ON CONSTRAINT ${any(['users_pkey', name()])} ON ${table()} IS ${any(['NULL', "'a'"])}`,
    () => `COMMENT ON TYPE mood IS ${any(['NULL', "'a'"])}`,
    () => `COMMENT ON SCHEMA audit IS ${any(['NULL', "'a'"])}`,
    () => `COMMENT ON FUNCTION touch() IS ${any(['NULL', "'a'"])}`,
    () => `COMMENT ON SEQUENCE counter IS ${any(['NULL', "'a'"])}`,
    () =>
      `CREATE OR REPLACE VIEW ${any(['adults', name()])} AS SELECT id, name AS "full name", now() - started AS since FROM users WHERE id > ${below(9)}`,
    () => `CREATE VIEW ${name()} AS SELECT * FROM ${table()}`,
    () => `CREATE MATERIALIZED VIEW ${name()} AS SELECT * FROM ${table()}`,
    () => `DROP VIEW ${any(['adults', 'a_before', name()])} CASCADE`,
    () => `ALTER VIEW ${any(['adults', name()])} RENAME TO ${name()}`,
    () => `CREATE TYPE ${name()} AS ENUM ('a', 'b')`,
    () => `ALTER TYPE mood ADD VALUE IF NOT EXISTS 'v${below(5)}'`,
    () => `ALTER TYPE mood RENAME VALUE 'v${below(5)}' TO 'w${below(5)}'`,
    () => `ALTER TYPE ${any(['mood', name()])} RENAME TO ${any(['mood', name()])}`,
    () => `ALTER TYPE audit.address ${any(['ADD', 'DROP'])} ATTRIBUTE ${name()} ${''}`,
    () => `ALTER TYPE audit.address ADD ATTRIBUTE ${name()} int CASCADE`,
    () => `DROP TYPE ${any(['price_range', name()])} CASCADE`,
    () =>
      `ALTER DOMAIN email ${any(['DROP NOT NULL', 'SET NOT NULL', "SET DEFAULT 'z'", 'DROP CONSTRAINT has_at'])}`,
    () => `CREATE SEQUENCE ${name()}`,
    () =>
      `ALTER SEQUENCE ${any(['counter', name()])} ${any(['CACHE 9', 'OWNED BY users.id', 'OWNED BY NONE', `RENAME TO ${name()}`])}`,
    () => `CREATE FUNCTION ${name()}(a int) RETURNS int LANGUAGE sql AS 'SELECT ${below(9)}'`,
    () =>
      `CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; -- ${below(9)}\nEND'`,
    () => `ALTER FUNCTION ${any(['touch', name()])} RENAME TO ${any(['touch', name()])}`,
    () => `ALTER TABLE ${table()} ADD COLUMN ${name()} int DEFAULT ${name()}(1)`,
    () => `DROP FUNCTION ${name()} CASCADE`,
    () => `CREATE TRIGGER ${name()} BEFORE INSERT ON ${table()} FOR EACH ROW EXECUTE FUNCTION touch()`,
    () => `DROP TRIGGER ${any(['users_touch', 'events_touch', name()])} ON ${table()}`,
    () => `CREATE POLICY ${name()} ON ${table()} USING (EXISTS (SELECT FROM ${table()} t))`,
    () => `DROP POLICY ${any(['own', 'no_more', name()])} ON ${table()}`,
    () => `ALTER POLICY own ON orders TO ${any(['PUBLIC', 'postgres', 'someone'])}`,
    () => `ALTER ROLE ${any(['someone', 'anyone'])} RENAME TO ${any(['someone', 'anyone'])}`,
    () => `ALTER TABLE ${table()} ${any(['ENABLE', 'DISABLE', 'FORCE', 'NO FORCE'])} ROW LEVEL SECURITY`,
    () => `ALTER TABLE derived ${any(['NO INHERIT', 'INHERIT'])} ${any(['base', name()])}`,
    () =>
      `ALTER TABLE audit.events ${any(['DETACH PARTITION audit.events_2024', 'DETACH PARTITION audit.events_rest'])}`,
    () =>
      `ALTER TABLE audit.events ATTACH PARTITION audit.events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')`,
    () => `ALTER SCHEMA ${any(['audit', name()])} RENAME TO ${any(['audit', name()])}`,
    () => `CREATE SCHEMA ${name()}`,
    () => `DROP SCHEMA ${name()} CASCADE`,
    () => `ALTER EXTENSION citext SET SCHEMA ${any(['ext', 'public'])}`,
    () => `ALTER EXTENSION citext ${any(['ADD', 'DROP'])} TABLE ${table()}`,
    () => `GRANT SELECT ON ${table()} TO PUBLIC`,
    () => 'REINDEX TABLE users',
    () => 'VACUUM FULL orders',
    () => `TRUNCATE ${table()} CASCADE`,
    () => `ANALYZE ${table()}`,
  ];
  return () => any(changes)();
}

/** A small generator of random numbers with a seed. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
