/** Tables as a whole, partitions, children, what is new in the same run. */
import { met, row } from './shape.ts';

const foreignKey = 'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (p_id) REFERENCES p';
const partitioned =
  'CREATE TABLE pt (k integer NOT NULL, v varchar(10)) PARTITION BY RANGE (k); CREATE TABLE pt1 PARTITION OF pt FOR VALUES FROM (0) TO (1000); INSERT INTO pt SELECT i FROM generate_series(1, 20) i';
const two = `${partitioned}; CREATE TABLE pt2 PARTITION OF pt FOR VALUES FROM (1000) TO (2000); INSERT INTO pt SELECT i FROM generate_series(1001, 1020) i`;
const fallback = `${partitioned}; CREATE TABLE ptd PARTITION OF pt DEFAULT; INSERT INTO pt SELECT i FROM generate_series(10001, 10020) i`;
const loose =
  'CREATE TABLE pt2 (k integer NOT NULL, v varchar(10)); INSERT INTO pt2 SELECT i FROM generate_series(1000, 1020) i';
const attach = 'ALTER TABLE pt ATTACH PARTITION pt2 FOR VALUES FROM (1000) TO (3000)';
const heirs =
  'CREATE TABLE ch (x integer) INHERITS (t); INSERT INTO ch (id, nn) SELECT i, i FROM generate_series(1, 20) i';
const parts = { pt: 'parent', pt1: 'partition', pt2: 'partition', ptd: 'default', pt9: 'partition' } as const;

const wholeTables = [
  row('CREATE TABLE', 'CREATE TABLE n (id integer PRIMARY KEY)'),
  met('CREATE TABLE IF NOT EXISTS (it exists)', 'CREATE TABLE IF NOT EXISTS t (id integer PRIMARY KEY)'),
  met(
    'CREATE TABLE with serial, identity and checks',
    'CREATE TABLE n (id serial PRIMARY KEY, b integer GENERATED ALWAYS AS IDENTITY, c integer CHECK (c > 0), m mood, UNIQUE (c))',
  ),
  met('CREATE TEMPORARY TABLE', 'CREATE TEMPORARY TABLE n (id integer PRIMARY KEY)'),
  row('CREATE TABLE with FK to p', 'CREATE TABLE n (id integer PRIMARY KEY, p_id integer REFERENCES p (id))'),
  met(
    'CREATE TABLE with FK to p and t',
    'CREATE TABLE n (p_id integer, t_id integer REFERENCES t, FOREIGN KEY (p_id) REFERENCES p)',
  ),
  met('CREATE TABLE with FK to itself', 'CREATE TABLE n (id integer PRIMARY KEY, up integer REFERENCES n)'),
  row('CREATE TABLE .. LIKE', 'CREATE TABLE n (LIKE t INCLUDING ALL)', { roles: { t: 'source' } }),
  row('CREATE TABLE .. INHERITS', 'CREATE TABLE n (x integer) INHERITS (t)', { roles: { t: 'parent' } }),
  row('CREATE TABLE AS SELECT', 'CREATE TABLE n AS SELECT * FROM t', { roles: { t: 'source' } }),
  row('CREATE TABLE AS SELECT WITH NO DATA', 'CREATE TABLE n AS SELECT * FROM t WITH NO DATA', {
    roles: { t: 'source' },
  }),
  met('CREATE TABLE AS SELECT from a view', 'CREATE TABLE n AS SELECT * FROM vw', {
    setup: 'CREATE VIEW vw AS SELECT a FROM t',
  }),
  met('SELECT INTO', 'SELECT * INTO n FROM t'),
  row('DROP TABLE', 'DROP TABLE n', {
    setup: 'CREATE TABLE n (id serial PRIMARY KEY)',
    roles: { n: 'table' },
  }),
  met('DROP TABLE without a sequence', 'DROP TABLE t'),
  met('DROP TABLE IF EXISTS (it does not)', 'DROP TABLE IF EXISTS zzz'),
  met('DROP TABLE with serial and indexes', 'DROP TABLE n', {
    setup: 'CREATE TABLE n (id serial PRIMARY KEY, a integer); CREATE INDEX i1 ON n (a)',
  }),
  row('DROP TABLE (child with FK to p)', 'DROP TABLE t', { setup: foreignKey }),
  met('DROP TABLE with FK to itself', 'DROP TABLE t', {
    setup: 'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES t',
  }),
  met('DROP TABLE (referenced)', 'DROP TABLE t', { setup: 'CREATE TABLE c (t_id integer REFERENCES t)' }),
  row('DROP TABLE CASCADE (referenced)', 'DROP TABLE t CASCADE', {
    setup: 'CREATE TABLE c (t_id integer REFERENCES t)',
    roles: { c: 'referencing' },
  }),
  row('DROP TABLE CASCADE (with view)', 'DROP TABLE t CASCADE', {
    setup: 'CREATE VIEW vw AS SELECT a FROM t',
  }),
  met('DROP TABLE, both ends of a FK', 'DROP TABLE p, t', { setup: foreignKey }),
  row('RENAME TABLE', 'ALTER TABLE t RENAME TO t2'),
  met('RENAME TABLE, then ADD COLUMN', 'ALTER TABLE t2 ADD COLUMN z integer', {
    before: 'ALTER TABLE t RENAME TO t2',
  }),
  row('SET SCHEMA', 'ALTER TABLE n SET SCHEMA y', {
    setup: 'CREATE TABLE n (id serial PRIMARY KEY)',
    roles: { n: 'table' },
  }),
  row('OWNER TO', 'ALTER TABLE t OWNER TO postgres'),
  row('SET (fillfactor)', 'ALTER TABLE t SET (fillfactor = 70)'),
  met('SET (autovacuum_enabled=false)', 'ALTER TABLE t SET (autovacuum_enabled = false)'),
  row('SET UNLOGGED', 'ALTER TABLE t SET UNLOGGED'),
  row('SET LOGGED', 'ALTER TABLE t SET LOGGED', { setup: 'ALTER TABLE t SET UNLOGGED' }),
  row('SET LOGGED (it is)', 'ALTER TABLE t SET LOGGED'),
  row('SET ACCESS METHOD heap (same)', 'ALTER TABLE t SET ACCESS METHOD heap'),
  row('CLUSTER ON', 'ALTER TABLE t CLUSTER ON t_pkey'),
  row('SET WITHOUT CLUSTER', 'ALTER TABLE t SET WITHOUT CLUSTER', {
    setup: 'ALTER TABLE t CLUSTER ON t_pkey',
  }),
  row('REPLICA IDENTITY FULL', 'ALTER TABLE t REPLICA IDENTITY FULL'),
  row('ENABLE ROW LEVEL SECURITY', 'ALTER TABLE t ENABLE ROW LEVEL SECURITY'),
  met('FORCE ROW LEVEL SECURITY', 'ALTER TABLE t FORCE ROW LEVEL SECURITY'),
  row('INHERIT', 'ALTER TABLE ch1 INHERIT p', {
    setup: 'CREATE TABLE ch1 (id integer NOT NULL, v text)',
    roles: { ch1: 'table', p: 'parent' },
  }),
  row('NO INHERIT', 'ALTER TABLE ch1 NO INHERIT p', {
    setup: 'CREATE TABLE ch1 () INHERITS (p)',
    roles: { ch1: 'table', p: 'parent' },
  }),
];

const partitions = [
  row('CREATE TABLE .. PARTITION OF', 'CREATE TABLE pt9 PARTITION OF pt FOR VALUES FROM (9000) TO (9999)', {
    setup: partitioned,
    roles: parts,
  }),
  row(
    'CREATE TABLE .. PARTITION OF (default partition exists)',
    'CREATE TABLE pt9 PARTITION OF pt FOR VALUES FROM (9000) TO (9999)',
    { setup: fallback, roles: parts },
  ),
  row(
    'CREATE TABLE .. PARTITION OF (with FK)',
    'CREATE TABLE pt9 PARTITION OF pt FOR VALUES FROM (9000) TO (9999)',
    {
      setup: 'CREATE TABLE pt (k integer REFERENCES p) PARTITION BY RANGE (k)',
      roles: parts,
    },
  ),
  met(
    'CREATE TABLE .. PARTITION OF (with index and PK)',
    'CREATE TABLE pt9 PARTITION OF pt FOR VALUES FROM (9000) TO (9999)',
    { setup: `${partitioned}; ALTER TABLE pt ADD PRIMARY KEY (k); CREATE INDEX ON pt (v)` },
  ),
  row('ATTACH PARTITION (no matching CHECK)', attach, { setup: `${partitioned}; ${loose}`, roles: parts }),
  row('ATTACH PARTITION (matching CHECK)', attach, {
    setup: `${partitioned}; ${loose}; ALTER TABLE pt2 ADD CHECK (k >= 1000 AND k < 3000)`,
    roles: parts,
  }),
  met('ATTACH PARTITION (CHECK of half of it)', attach, {
    setup: `${partitioned}; ${loose}; ALTER TABLE pt2 ADD CHECK (k >= 1000)`,
  }),
  met('ATTACH PARTITION (CHECK is NOT VALID)', attach, {
    setup: `${partitioned}; ${loose}; ALTER TABLE pt2 ADD CHECK (k >= 1000 AND k < 3000) NOT VALID`,
  }),
  met(
    'ATTACH PARTITION (matching CHECK, nullable key)',
    'ALTER TABLE pn ATTACH PARTITION pn2 FOR VALUES FROM (1000) TO (3000)',
    {
      setup:
        'CREATE TABLE pn (k integer) PARTITION BY RANGE (k); CREATE TABLE pn2 (k integer); INSERT INTO pn2 VALUES (1000); ALTER TABLE pn2 ADD CHECK (k >= 1000 AND k < 3000)',
    },
  ),
  met('ATTACH PARTITION (list, matching CHECK)', "ALTER TABLE pl ATTACH PARTITION pl2 FOR VALUES IN ('a')", {
    setup:
      "CREATE TABLE pl (k text NOT NULL) PARTITION BY LIST (k); CREATE TABLE pl2 (k text NOT NULL CHECK (k = 'a')); INSERT INTO pl2 VALUES ('a')",
  }),
  row('ATTACH PARTITION (default partition exists)', attach, {
    setup: `${fallback}; ${loose}`,
    roles: parts,
  }),
  met('ATTACH PARTITION (CHECK of other columns)', attach, {
    setup: `${partitioned}; ${loose}; ALTER TABLE pt2 ADD CHECK (v <> 'x')`,
  }),
  row(
    'CREATE TABLE .. PARTITION OF (parent has an index)',
    'CREATE TABLE pt9 PARTITION OF pt FOR VALUES FROM (9000) TO (9999)',
    {
      setup: `${partitioned}; CREATE INDEX ipt ON pt (v)`,
      roles: parts,
    },
  ),
  row('ATTACH PARTITION (parent has an index)', attach, {
    setup: `${partitioned}; CREATE INDEX ipt ON pt (v); ${loose}; ALTER TABLE pt2 ADD CHECK (k >= 1000 AND k < 3000)`,
    roles: parts,
  }),
  row('ATTACH PARTITION (index is there)', attach, {
    roles: parts,
    setup: `${partitioned}; CREATE INDEX ipt ON pt (v); ${loose}; CREATE INDEX i2 ON pt2 (v); ALTER TABLE pt2 ADD CHECK (k >= 1000 AND k < 3000)`,
  }),
  row('ATTACH PARTITION (parent has FK)', 'ALTER TABLE pf ATTACH PARTITION pf2 FOR VALUES FROM (1) TO (15)', {
    setup:
      'CREATE TABLE pf (k integer NOT NULL REFERENCES p) PARTITION BY RANGE (k); CREATE TABLE pf2 (k integer NOT NULL CHECK (k >= 1 AND k < 15)); INSERT INTO pf2 VALUES (1)',
    roles: { pf: 'parent', pf2: 'partition' },
  }),
  met('ATTACH PARTITION (new table)', attach, {
    setup: partitioned,
    before: 'CREATE TABLE pt2 (k integer NOT NULL, v varchar(10))',
  }),
  row('DETACH PARTITION', 'ALTER TABLE pt DETACH PARTITION pt1', {
    setup: `${partitioned}; CREATE INDEX ipt ON pt (v)`,
    roles: parts,
  }),
  row('DETACH PARTITION (default partition exists)', 'ALTER TABLE pt DETACH PARTITION pt1', {
    setup: fallback,
    roles: parts,
  }),
  row('DETACH PARTITION (with FK)', 'ALTER TABLE pf DETACH PARTITION pf2', {
    setup:
      'CREATE TABLE pf (k integer NOT NULL REFERENCES p) PARTITION BY RANGE (k); CREATE TABLE pf2 PARTITION OF pf FOR VALUES FROM (1) TO (15)',
    roles: { pf: 'parent', pf2: 'partition' },
  }),
  row('DETACH PARTITION CONCURRENTLY', 'ALTER TABLE pt DETACH PARTITION pt1 CONCURRENTLY', {
    setup: partitioned,
    roles: parts,
    blocker: 'LOCK TABLE pt1 IN ACCESS SHARE MODE',
  }),
  row('DROP TABLE (partition)', 'DROP TABLE pt1', { setup: fallback, roles: { ...parts } }),
  met('DROP TABLE (partition, no default)', 'DROP TABLE pt1', { setup: partitioned }),
  met('DROP TABLE (partitioned)', 'DROP TABLE pt', { setup: `${two}; CREATE INDEX ipt ON pt (v)` }),
  met('CREATE INDEX ON ONLY', 'CREATE INDEX ipt ON ONLY pt (k)', { setup: two }),
  met('ALTER TABLE ONLY ADD UNIQUE', 'ALTER TABLE ONLY pt ADD CONSTRAINT uq UNIQUE (k)', { setup: two }),
  met('ALTER TABLE ONLY SET DEFAULT', "ALTER TABLE ONLY pt ALTER COLUMN v SET DEFAULT 'x'", { setup: two }),
  met('DROP CONSTRAINT (fk) of a partitioned table', 'ALTER TABLE pf DROP CONSTRAINT fk', {
    setup:
      'CREATE TABLE pf (k integer CONSTRAINT fk REFERENCES p) PARTITION BY RANGE (k); CREATE TABLE pf2 PARTITION OF pf FOR VALUES FROM (1) TO (15)',
  }),
  met('DROP TABLE (partitioned, with FK)', 'DROP TABLE pf', {
    setup:
      'CREATE TABLE pf (k integer CONSTRAINT fk REFERENCES p) PARTITION BY RANGE (k); CREATE TABLE pf2 PARTITION OF pf FOR VALUES FROM (1) TO (15)',
  }),
  met('ADD COLUMN to a partitioned table', 'ALTER TABLE pt ADD COLUMN z integer', { setup: two }),
  met(
    'ADD COLUMN to a partitioned table, rewritten',
    'ALTER TABLE pt ADD COLUMN z double precision DEFAULT random()',
    { setup: `${two}; CREATE INDEX ipt ON pt (v)` },
  ),
  met('DROP COLUMN of a partitioned table', 'ALTER TABLE pt DROP COLUMN v', {
    setup: `${two}; CREATE INDEX ipt ON pt (v)`,
  }),
  met('RENAME COLUMN of a partitioned table', 'ALTER TABLE pt RENAME COLUMN v TO w', { setup: two }),
  met('ALTER TYPE in a partitioned table, kept', 'ALTER TABLE pt ALTER COLUMN v TYPE varchar(20)', {
    setup: two,
  }),
  met('ALTER TYPE in a partitioned table, rewritten', 'ALTER TABLE pt ALTER COLUMN v TYPE varchar(5)', {
    setup: two,
  }),
  met('ALTER TYPE of a partition key', 'ALTER TABLE pt ALTER COLUMN k TYPE bigint', { setup: two }),
  met('ALTER TYPE in one partition', 'ALTER TABLE pt1 ALTER COLUMN v TYPE varchar(20)', { setup: two }),
  met('SET DEFAULT of a partitioned table', "ALTER TABLE pt ALTER COLUMN v SET DEFAULT 'x'", { setup: two }),
  met('SET NOT NULL of a partitioned table', 'ALTER TABLE pt ALTER COLUMN v SET NOT NULL', {
    setup:
      "DROP TABLE IF EXISTS pt; CREATE TABLE pt (k integer NOT NULL, v text) PARTITION BY RANGE (k); CREATE TABLE pt1 PARTITION OF pt FOR VALUES FROM (0) TO (1000); INSERT INTO pt VALUES (1, 'x')",
  }),
  met('ADD CHECK to a partitioned table', 'ALTER TABLE pt ADD CONSTRAINT ck CHECK (k > 0)', { setup: two }),
  met('DROP CONSTRAINT (check) of a partitioned table', 'ALTER TABLE pt DROP CONSTRAINT ck', {
    setup: `${two}; ALTER TABLE pt ADD CONSTRAINT ck CHECK (k > 0)`,
  }),
  met('DROP CONSTRAINT (pk) of a partitioned table', 'ALTER TABLE pt DROP CONSTRAINT pt_pkey', {
    setup: `${two}; ALTER TABLE pt ADD PRIMARY KEY (k)`,
  }),
  met('RENAME a partitioned table', 'ALTER TABLE pt RENAME TO pt0', { setup: two }),
  met('TRUNCATE a partitioned table', 'TRUNCATE pt', { setup: two }),
  met('UPDATE a partitioned table', "UPDATE pt SET v = 'x'", { setup: two }),
  met(
    'CREATE TRIGGER on a partitioned table',
    'CREATE TRIGGER tr AFTER UPDATE ON pt FOR EACH ROW EXECUTE PROCEDURE suppress_redundant_updates_trigger()',
    { setup: two },
  ),
  met('COMMENT ON a partitioned table', "COMMENT ON TABLE pt IS 'x'", { setup: two }),
  met('ANALYZE a partitioned table', 'ANALYZE pt', { setup: two }),
];

const child = { ch: 'child' } as const;

const children = [
  met('ADD COLUMN with children', 'ALTER TABLE t ADD COLUMN z integer', { setup: heirs }),
  met('ADD COLUMN with children, rewritten', 'ALTER TABLE t ADD COLUMN z double precision DEFAULT random()', {
    setup: heirs,
  }),
  met('ALTER TYPE with children', 'ALTER TABLE t ALTER COLUMN a TYPE bigint', { setup: heirs }),
  met('ALTER TYPE in a child', 'ALTER TABLE ch ALTER COLUMN a TYPE bigint', { setup: heirs }),
  met('ADD CHECK with children', 'ALTER TABLE t ADD CONSTRAINT ck CHECK (nn > 0)', { setup: heirs }),
  row('ADD CHECK NO INHERIT (with children)', 'ALTER TABLE t ADD CONSTRAINT ck CHECK (nn > 0) NO INHERIT', {
    setup: heirs,
    roles: child,
  }),
  row('ADD UNIQUE (with children)', 'ALTER TABLE t ADD CONSTRAINT uq UNIQUE (nn)', {
    setup: heirs,
    roles: child,
  }),
  row('ADD PRIMARY KEY (with children)', 'ALTER TABLE t ADD PRIMARY KEY (nn)', {
    setup: `ALTER TABLE t DROP CONSTRAINT t_pkey; ${heirs}`,
    roles: child,
  }),
  row('ADD FOREIGN KEY (with children)', foreignKey, { setup: heirs, roles: child }),
  met('TRUNCATE with children', 'TRUNCATE t', { setup: heirs }),
  met('DROP TABLE with children', 'DROP TABLE t CASCADE', { setup: heirs }),
  met('VALIDATE CONSTRAINT with children', 'ALTER TABLE t VALIDATE CONSTRAINT ck', {
    setup: `${heirs}; ALTER TABLE t ADD CONSTRAINT ck CHECK (nn > 0) NOT VALID`,
  }),
  met('DROP COLUMN with children', 'ALTER TABLE t DROP COLUMN b', { setup: heirs }),
  met('SET NOT NULL with children', 'ALTER TABLE t ALTER COLUMN a SET NOT NULL', {
    setup: `${heirs}; UPDATE ch SET a = 1`,
  }),
  met('DELETE with children', 'DELETE FROM t', { setup: heirs }),
  met('DELETE FROM ONLY with children', 'DELETE FROM ONLY t', { setup: heirs }),
  met('ALTER TABLE ONLY with children', 'ALTER TABLE ONLY t ALTER COLUMN a SET DEFAULT 1', { setup: heirs }),
  met(
    'ALTER TABLE ONLY ADD FOREIGN KEY',
    'ALTER TABLE ONLY t ADD CONSTRAINT fk FOREIGN KEY (p_id) REFERENCES p',
    { setup: heirs },
  ),
  met('LOCK TABLE with children', 'LOCK TABLE t IN SHARE MODE', { setup: heirs }),
];

const madeBefore = { before: 'CREATE TABLE n (id integer PRIMARY KEY, a integer, p_id integer)' };

const addKeyTo = (table: string) => `ALTER TABLE ${table} ADD CONSTRAINT fk FOREIGN KEY (p_id) REFERENCES p`;

const sameRun = [
  met('new table: ADD COLUMN', 'ALTER TABLE n ADD COLUMN z serial', madeBefore),
  met('new table: CREATE INDEX', 'CREATE INDEX i1 ON n (a)', madeBefore),
  met('new table: ADD FOREIGN KEY to an old one', addKeyTo('n'), madeBefore),
  met('new table: DROP', 'DROP TABLE n', madeBefore),
  met('new table: RENAME, then INDEX', 'CREATE INDEX i1 ON n2 (a)', {
    before: `${madeBefore.before}; ALTER TABLE n RENAME TO n2`,
  }),
  met('new table: SWAP, then FOREIGN KEY', addKeyTo('t'), {
    before: `${madeBefore.before}; ALTER TABLE t RENAME TO t2; ALTER TABLE n RENAME TO t`,
  }),
  met('new table: SWAP, then FOREIGN KEY of the old one', addKeyTo('t2'), {
    before: `ALTER TABLE t RENAME TO t2; ${madeBefore.before}; ALTER TABLE n RENAME TO t`,
  }),
  met('name of a new table: FOREIGN KEY', addKeyTo('n'), {
    before: `${madeBefore.before}; ALTER TABLE n RENAME TO n2; ALTER TABLE t RENAME TO n`,
  }),
  met('name of a dropped new table: FOREIGN KEY', addKeyTo('n'), {
    before: `${madeBefore.before}; DROP TABLE n; ALTER TABLE t RENAME TO n`,
  }),
  met('new table, filled: CREATE INDEX', 'CREATE INDEX i1 ON n (a)', {
    before: `${madeBefore.before}; INSERT INTO n SELECT id, a FROM t`,
  }),
  met('new table AS: CREATE INDEX', 'ALTER TABLE t ADD COLUMN z integer', {
    before: 'CREATE TABLE n AS SELECT a FROM t',
  }),
  met('new index: DROP', 'DROP INDEX i1', { before: 'CREATE INDEX i1 ON t (a)' }),
  met('new index: ALTER TYPE', 'ALTER TABLE t ALTER COLUMN a TYPE bigint', {
    before: 'CREATE INDEX i1 ON t (a)',
  }),
  met('new column: SET NOT NULL', 'ALTER TABLE t ALTER COLUMN z SET NOT NULL', {
    before: 'ALTER TABLE t ADD COLUMN z integer DEFAULT 1',
  }),
  met('new view: DROP', 'DROP VIEW vw', { before: 'CREATE VIEW vw AS SELECT a FROM t' }),
  met('SET search_path before', 'ALTER TABLE only_in_y ADD COLUMN z integer', {
    before: 'SET search_path = y',
  }),
];

export const tableForms = [...wholeTables, ...partitions, ...children, ...sameRun];
