/** ALTER COLUMN … TYPE by pairs of types, and with what stands on the column; types and domains themselves. */
import type { Form } from '../form.ts';
import { met, row } from './shape.ts';

const pair = (
  name: string,
  column: string,
  type: string,
  rest: Omit<Form, 'name' | 'statement'> = {},
): Form => met(`ALTER TYPE ${name}`, `ALTER TABLE t ALTER COLUMN ${column} TYPE ${type}`, rest);

const added = (column: string, type: string, rest = ''): { readonly setup: string } => ({
  setup: `ALTER TABLE t ADD COLUMN ${column} ${type}; ${rest}`,
});

const pairs = [
  row('ALTER TYPE varchar(50)->varchar(100)', 'ALTER TABLE t ALTER COLUMN c TYPE varchar(100)'),
  row('ALTER TYPE int->bigint', 'ALTER TABLE t ALTER COLUMN a TYPE bigint'),
  pair('varchar(50)->varchar(10)', 'c', 'varchar(10)'),
  pair('varchar(50)->varchar', 'c', 'varchar'),
  pair('varchar(50)->text', 'c', 'text'),
  pair('varchar(50)->char(60)', 'c', 'char(60)'),
  pair('text->varchar(50)', 'b', 'varchar(50)'),
  pair('text->varchar', 'b', 'varchar'),
  pair('varchar->text', 'vc', 'text'),
  pair('text->bpchar', 'b', 'bpchar'),
  pair('char(10)->text', 'ch', 'text'),
  pair('char(10)->varchar(20)', 'ch', 'varchar(20)'),
  pair('char(10)->char(20)', 'ch', 'char(20)'),
  pair('smallint->int', 'si', 'integer'),
  pair('bigint->int', 'bi', 'integer'),
  pair('int->text', 'a', 'text'),
  pair('int->oid', 'a', 'oid'),
  pair('numeric(10,2)->numeric(12,2)', 'f', 'numeric(12,2)'),
  pair('numeric(10,2)->numeric(12,4)', 'f', 'numeric(12,4)'),
  pair('numeric(10,2)->numeric', 'f', 'numeric'),
  pair('numeric(10,2)->numeric(8,2)', 'f', 'numeric(8,2)'),
  pair('numeric->numeric(10,2)', 'z', 'numeric(10,2)', added('z', 'numeric')),
  pair('numeric->float8', 'f', 'double precision'),
  pair('timestamp->timestamptz', 'd', 'timestamptz', { timeZone: 'UTC' }),
  pair('timestamptz->timestamp', 'e', 'timestamp', { timeZone: 'UTC' }),
  pair('timestamp->timestamptz(3)', 'd', 'timestamptz(3)', { timeZone: 'UTC' }),
  pair('timestamp->timestamptz(6)', 'd', 'timestamptz(6)', { timeZone: 'UTC' }),
  pair('timestamp->timestamptz, TimeZone=Etc/GMT', 'd', 'timestamptz', { timeZone: 'Etc/GMT' }),
  pair('timestamp->timestamptz, TimeZone=Europe/Berlin', 'd', 'timestamptz', { timeZone: 'Europe/Berlin' }),
  pair('timestamp->timestamptz, TimeZone=Europe/London', 'd', 'timestamptz', { timeZone: 'Europe/London' }),
  pair('timestamp->timestamptz, SET TIME ZONE before', 'd', 'timestamptz', {
    timeZone: 'Europe/Berlin',
    before: "SET TIME ZONE 'UTC'",
  }),
  pair('timestamp->timestamptz USING AT TIME ZONE', 'd', "timestamptz USING d AT TIME ZONE 'UTC'", {
    timeZone: 'UTC',
  }),
  pair('timestamp(3)->timestamp(6)', 'ts3', 'timestamp(6)'),
  pair('timestamp(3)->timestamp', 'ts3', 'timestamp'),
  pair('timestamp(6)->timestamp(3)', 'ts6', 'timestamp(3)'),
  pair('timestamp->timestamp(3)', 'd', 'timestamp(3)'),
  pair('timestamp->date', 'd', 'date'),
  pair('time(2)->time(4)', 'z', 'time(4)', added('z', 'time(2)')),
  pair('varchar(36)->uuid USING', 'v36', 'uuid USING v36::uuid'),
  pair('uuid->varchar(36)', 'u', 'varchar(36)'),
  pair('uuid->text', 'u', 'text'),
  pair('json->jsonb', 'g', 'jsonb'),
  pair('jsonb->json', 'h', 'json'),
  pair('json->text', 'g', 'text'),
  pair('text->jsonb USING', 'txt', 'jsonb USING to_jsonb(txt)'),
  pair('text->enum USING', 'txt', 'mood USING txt::mood'),
  pair('int->boolean USING', 'a', 'boolean USING (a > 0)'),
  pair('varchar(50)->text USING c::text', 'c', 'text USING c::text'),
  pair('varchar(50)->varchar(100) USING c', 'c', 'varchar(100) USING c'),
  pair('cidr->inet', 'cd', 'inet'),
  pair('inet->cidr', 'z', 'cidr', added('z', 'inet')),
  pair('varbit(8)->varbit(16)', 'vb', 'varbit(16)'),
  pair('varbit(8)->varbit', 'vb', 'varbit'),
  pair('varbit(8)->bit(8)', 'z', 'bit(8)', added('z', 'varbit(8)')),
  pair('bit(4)->bit(8)', 'z', 'bit(8)', added('z', 'bit(4)')),
  pair('bit(4)->varbit', 'z', 'varbit', added('z', 'bit(4)')),
  pair('interval->interval(3)', 'iv', 'interval(3)'),
  pair('interval(3)->interval(6)', 'z', 'interval(6)', added('z', 'interval(3)')),
  pair('interval(3)->interval', 'z', 'interval', added('z', 'interval(3)')),
  pair('interval day->interval day to second', 'z', 'interval day to second', added('z', 'interval day')),
  pair('interval->interval day', 'iv', 'interval day'),
  pair(
    'interval day to second(3)->interval day to second(4)',
    'z',
    'interval day to second(4)',
    added('z', 'interval day to second(3)'),
  ),
  pair('same type (text->text)', 'b', 'text'),
  pair('same type with index', 'a', 'integer', { setup: 'CREATE INDEX i1 ON t (a)' }),
  pair('int->domain over int (no check)', 'a', 'dfree'),
  pair('int->domain over int (check)', 'a', 'dpos'),
  pair('domain over int->int', 'z', 'integer', added('z', 'dpos')),
  pair('domain over int->bigint', 'z', 'bigint', added('z', 'dfree')),
  pair('domain over varchar(20)->varchar(30)', 'z', 'varchar(30)', {
    setup: 'CREATE DOMAIN dc AS varchar(20); ALTER TABLE t ADD COLUMN z dc',
  }),
  pair('domain over varchar(20)->text', 'z', 'text', {
    setup: 'CREATE DOMAIN dc AS varchar(20); ALTER TABLE t ADD COLUMN z dc',
  }),
  pair('varchar(10)->domain over varchar(20)', 'z', 'dc', {
    setup: 'CREATE DOMAIN dc AS varchar(20); ALTER TABLE t ADD COLUMN z varchar(10)',
  }),
  pair('int->NOT NULL domain', 'a', 'dn', { setup: 'CREATE DOMAIN dn AS integer NOT NULL' }),
  pair('enum->domain over enum, with index', 'mm', 'dm', {
    setup: 'CREATE DOMAIN dm AS mood; CREATE INDEX i1 ON t (mm)',
  }),
  pair('enum->text', 'mm', 'text'),
  pair('enum->other enum USING text', 'mm', 'mood2 USING mm::text::mood2'),
  pair('varchar[]->text[]', 'z', 'text[]', added('z', 'varchar[]')),
  pair('varchar(10)[]->varchar(20)[]', 'z', 'varchar(20)[]', added('z', 'varchar(10)[]')),
  pair('integer[]->bigint[]', 'z', 'bigint[]', added('z', 'integer[]')),
  pair('xml->text', 'z', 'text', added('z', 'xml')),
  pair('text COLLATE', 'b', 'text COLLATE "C"'),
];

const indexed = 'CREATE INDEX ic ON t (c)';
const foreignKey = 'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (p_id) REFERENCES p';
const textKeys =
  'CREATE TABLE q (code varchar(20) PRIMARY KEY); CREATE TABLE r (code varchar(20) REFERENCES q)';

const inUse = [
  row('ALTER TYPE varchar(50)->text with index on column', 'ALTER TABLE t ALTER COLUMN c TYPE text', {
    setup: indexed,
  }),
  pair('varchar(50)->varchar(100) with index on column', 'c', 'varchar(100)', { setup: indexed }),
  pair('varchar(50)->text with pattern index', 'c', 'text', {
    setup: 'CREATE INDEX ic ON t (c varchar_pattern_ops)',
  }),
  pair('varchar(50)->text with expression index', 'c', 'text', { setup: 'CREATE INDEX ic ON t (lower(c))' }),
  pair('varchar(50)->text with partial index', 'c', 'text', {
    setup: "CREATE INDEX ic ON t (a) WHERE c <> 'x'",
  }),
  pair('varchar(50)->text with partial index on the column only', 'c', 'text', {
    setup: 'CREATE INDEX ic ON t (c) WHERE a > 0; CREATE INDEX ia ON t (a)',
  }),
  pair('varchar(50)->text with INCLUDE', 'c', 'text', { setup: 'CREATE INDEX ic ON t (a) INCLUDE (c)' }),
  pair('varchar(50)->text with unique constraint', 'nn', 'integer', {
    setup: 'ALTER TABLE t ADD CONSTRAINT uq UNIQUE (nn)',
  }),
  pair(
    'varchar(20)->text of a unique constraint',
    'z',
    'text',
    added('z', 'varchar(20)', 'ALTER TABLE t ADD CONSTRAINT uq UNIQUE (z)'),
  ),
  pair('text COLLATE with index', 'b', 'text COLLATE "C"', { setup: 'CREATE INDEX i1 ON t (b)' }),
  pair('int->bigint of an indexed column', 'a', 'bigint', {
    setup: 'CREATE INDEX i1 ON t (a); CREATE INDEX i2 ON t (b)',
  }),
  pair('int->bigint of the primary key', 'id', 'bigint'),
  pair('int->bigint with CHECK', 'a', 'bigint', { setup: 'ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0)' }),
  row('ALTER TYPE varchar(50)->text with CHECK on column', 'ALTER TABLE t ALTER COLUMN c TYPE text', {
    setup: "ALTER TABLE t ADD CONSTRAINT ck CHECK (c <> 'x')",
  }),
  pair('varchar(50)->text with NOT VALID CHECK', 'c', 'text', {
    setup: "ALTER TABLE t ADD CONSTRAINT ck CHECK (c <> 'x') NOT VALID",
  }),
  pair('varchar(50)->text with CHECK on another column', 'c', 'text', {
    setup: 'ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0)',
  }),
  row('ALTER TYPE timestamp->timestamptz (UTC) with index', 'ALTER TABLE t ALTER COLUMN d TYPE timestamptz', {
    setup: 'CREATE INDEX idd ON t (d)',
    timeZone: 'UTC',
  }),
  row('ALTER TYPE column used by view', 'ALTER TABLE t ALTER COLUMN c TYPE text', {
    setup: 'CREATE VIEW vw AS SELECT c FROM t',
  }),
  pair('column used by policy', 'c', 'text', { setup: "CREATE POLICY po ON t USING (c <> 'x')" }),
  pair('column used by trigger', 'c', 'text', {
    setup:
      'CREATE TRIGGER tr BEFORE UPDATE OF c ON t FOR EACH ROW EXECUTE PROCEDURE suppress_redundant_updates_trigger()',
  }),
  pair('column used by WHEN of a trigger', 'c', 'text', {
    setup:
      "CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW WHEN (old.c <> 'x') EXECUTE PROCEDURE suppress_redundant_updates_trigger()",
  }),
  pair('column used by generated column', 'a', 'bigint', {
    setup: 'ALTER TABLE t ADD COLUMN z integer GENERATED ALWAYS AS (a * 2) STORED',
  }),
  row("ALTER TYPE of a foreign key's column, checked again", 'ALTER TABLE t ALTER COLUMN p_id TYPE bigint', {
    setup: foreignKey,
  }),
  row("ALTER TYPE of a foreign key's column", 'ALTER TABLE r ALTER COLUMN code TYPE varchar(30)', {
    setup: textKeys,
    roles: { r: 'table', q: 'referenced' },
  }),
  row('ALTER TYPE of a referenced column, checked again', 'ALTER TABLE p ALTER COLUMN id TYPE bigint', {
    setup: foreignKey,
    roles: { p: 'table', t: 'referencing', p_pkey: 'index' },
  }),
  row('ALTER TYPE of a referenced column', 'ALTER TABLE q ALTER COLUMN code TYPE varchar(30)', {
    setup: textKeys,
    roles: { q: 'table', r: 'referencing', q_pkey: 'index' },
  }),
  pair('of a column with another foreign key', 'c', 'text', { setup: foreignKey }),
];

const ofTypes = [
  row('CREATE TYPE AS ENUM', "CREATE TYPE e2 AS ENUM ('a')"),
  row('CREATE TYPE AS', 'CREATE TYPE co AS (a integer)'),
  row('CREATE TYPE AS RANGE', 'CREATE TYPE ra AS RANGE (subtype = integer)'),
  row('CREATE DOMAIN', 'CREATE DOMAIN d9 AS integer CHECK (value > 0)'),
  row('ALTER TYPE enum ADD VALUE (enum existed before txn)', "ALTER TYPE mood ADD VALUE 'meh'"),
  row('ALTER TYPE enum ADD VALUE (type is new)', "ALTER TYPE e2 ADD VALUE 'b'", {
    before: "CREATE TYPE e2 AS ENUM ('a')",
  }),
  met('ALTER TYPE ADD VALUE, then UPDATE', "UPDATE t SET mm = 'meh' WHERE id = 1", {
    before: "ALTER TYPE mood ADD VALUE 'meh'",
  }),
  met('ALTER TYPE ADD VALUE, then a condition', "DELETE FROM t WHERE mm = 'meh'", {
    before: "ALTER TYPE mood ADD VALUE 'meh'",
  }),
  met('ALTER TYPE ADD VALUE, then INSERT', "INSERT INTO t (id, nn, mm) VALUES (9999, 1, 'meh')", {
    before: "ALTER TYPE mood ADD VALUE 'meh'",
  }),
  met('ALTER TYPE ADD VALUE, then SET DEFAULT', "ALTER TABLE t ALTER COLUMN mm SET DEFAULT 'meh'", {
    before: "ALTER TYPE mood ADD VALUE 'meh'",
  }),
  met('ALTER TYPE ADD VALUE, then ADD COLUMN', "ALTER TABLE t ADD COLUMN z mood DEFAULT 'meh'", {
    before: "ALTER TYPE mood ADD VALUE 'meh'",
  }),
  met('ALTER TYPE ADD VALUE, then CHECK', "ALTER TABLE t ADD CONSTRAINT ck CHECK (mm <> 'meh')", {
    before: "ALTER TYPE mood ADD VALUE 'meh'",
  }),
  met('ALTER TYPE ADD VALUE, then a cast', "UPDATE t SET b = 'x' WHERE mm::text = ('meh'::mood)::text", {
    before: "ALTER TYPE mood ADD VALUE 'meh'",
  }),
  met('ALTER TYPE ADD VALUE, then the text elsewhere', "UPDATE t SET b = 'meh'", {
    before: "ALTER TYPE mood ADD VALUE 'meh'",
  }),
  met('ALTER TYPE ADD VALUE, then another label', "UPDATE t SET mm = 'sad'", {
    before: "ALTER TYPE mood ADD VALUE 'meh'",
  }),
  met('ALTER TYPE ADD VALUE of a new type, then CREATE TABLE', "CREATE TABLE n (m e2 DEFAULT 'b')", {
    before: "CREATE TYPE e2 AS ENUM ('a'); ALTER TYPE e2 ADD VALUE 'b'",
  }),
  row('ALTER TYPE enum RENAME VALUE', "ALTER TYPE mood RENAME VALUE 'ok' TO 'okay'"),
  row('ALTER TYPE RENAME', 'ALTER TYPE mood RENAME TO mood_old'),
  met('ALTER TYPE SET SCHEMA', 'ALTER TYPE mood SET SCHEMA y'),
  row('DROP TYPE (used by column)', 'DROP TYPE mood'),
  row('DROP TYPE (unused)', 'DROP TYPE mood2'),
  met('DROP TYPE CASCADE', 'DROP TYPE mood CASCADE', { setup: 'CREATE INDEX i1 ON t (mm)' }),
  row('ALTER DOMAIN ADD CONSTRAINT', 'ALTER DOMAIN dfree ADD CONSTRAINT ck CHECK (value > 0)', {
    setup: 'ALTER TABLE t ADD COLUMN z dfree',
  }),
  met('ALTER DOMAIN ADD CONSTRAINT (in no table)', 'ALTER DOMAIN dfree ADD CONSTRAINT ck CHECK (value > 0)'),
  met(
    'ALTER DOMAIN ADD CONSTRAINT (a domain over it)',
    'ALTER DOMAIN dfree ADD CONSTRAINT ck CHECK (value > 0)',
    { setup: 'CREATE DOMAIN d2 AS dfree; ALTER TABLE t ADD COLUMN z d2' },
  ),
  row(
    'ALTER DOMAIN ADD CONSTRAINT NOT VALID',
    'ALTER DOMAIN dfree ADD CONSTRAINT ck CHECK (value > 0) NOT VALID',
    { setup: 'ALTER TABLE t ADD COLUMN z dfree' },
  ),
  row('ALTER DOMAIN VALIDATE CONSTRAINT', 'ALTER DOMAIN dfree VALIDATE CONSTRAINT ck', {
    setup:
      'ALTER TABLE t ADD COLUMN z dfree; ALTER DOMAIN dfree ADD CONSTRAINT ck CHECK (value > 0) NOT VALID',
  }),
  row('ALTER DOMAIN SET NOT NULL', 'ALTER DOMAIN dfree SET NOT NULL', {
    setup: 'ALTER TABLE t ADD COLUMN z dfree DEFAULT 1',
  }),
  row('ALTER DOMAIN SET DEFAULT', 'ALTER DOMAIN dfree SET DEFAULT 3', {
    setup: 'ALTER TABLE t ADD COLUMN z dfree',
  }),
  met('ALTER DOMAIN DROP CONSTRAINT', 'ALTER DOMAIN dpos DROP CONSTRAINT dpos_check', {
    setup: 'ALTER TABLE t ADD COLUMN z dpos DEFAULT 1',
  }),
];

export const typeForms: readonly Form[] = [...pairs, ...inUse, ...ofTypes];
