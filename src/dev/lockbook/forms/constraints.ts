/** Constraints and indexes. */
import { unwatched } from '../form.ts';
import { met, row } from './shape.ts';

const foreignKey = 'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (p_id) REFERENCES p';
const nested =
  'CREATE TABLE pt (k integer NOT NULL) PARTITION BY RANGE (k); CREATE TABLE pt1 PARTITION OF pt FOR VALUES FROM (0) TO (1000) PARTITION BY RANGE (k); CREATE TABLE pt11 PARTITION OF pt1 FOR VALUES FROM (0) TO (500); INSERT INTO pt SELECT generate_series(1, 30)';
const parts = { pt: 'parent', pt1: 'partition' } as const;
const child = { setup: 'CREATE TABLE c (t_id integer REFERENCES t)', roles: { c: 'referencing' } } as const;
const partitioned =
  'CREATE TABLE pt (k integer NOT NULL, v text) PARTITION BY RANGE (k); CREATE TABLE pt1 PARTITION OF pt FOR VALUES FROM (0) TO (1000); INSERT INTO pt SELECT i FROM generate_series(1, 30) i';

export const constraintForms = [
  row('ADD CHECK', 'ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0)'),
  row('ADD CHECK NOT VALID', 'ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0) NOT VALID'),
  row('ADD CHECK NOT ENFORCED', 'ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0) NOT ENFORCED'),
  row('VALIDATE CONSTRAINT (check)', 'ALTER TABLE t VALIDATE CONSTRAINT ck', {
    setup: 'ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0) NOT VALID',
  }),
  row('VALIDATE CONSTRAINT (it is valid)', 'ALTER TABLE t VALIDATE CONSTRAINT ck', {
    setup: 'ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0)',
  }),
  row('ADD FOREIGN KEY', foreignKey),
  row('ADD FOREIGN KEY NOT VALID', `${foreignKey} NOT VALID`),
  row('ADD FOREIGN KEY (table is new)', 'ALTER TABLE n ADD CONSTRAINT fk FOREIGN KEY (p_id) REFERENCES p', {
    before: 'CREATE TABLE n (id integer PRIMARY KEY, p_id integer)',
  }),
  met('ADD FOREIGN KEY NOT ENFORCED', `${foreignKey} NOT ENFORCED`, { from: 18 }),
  met('ADD FOREIGN KEY to itself', 'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES t'),
  met('ADD FOREIGN KEY to a new table', 'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (z) REFERENCES n', {
    setup: 'ALTER TABLE t ADD COLUMN z integer',
    before: 'CREATE TABLE n (id integer PRIMARY KEY)',
  }),
  met(
    'ADD FOREIGN KEY to a partitioned table',
    'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (z) REFERENCES pt',
    {
      setup: `${partitioned}; ALTER TABLE pt ADD PRIMARY KEY (k); ALTER TABLE t ADD COLUMN z integer DEFAULT 1`,
    },
  ),
  met(
    'ADD FOREIGN KEY of a partitioned table',
    'ALTER TABLE pt ADD CONSTRAINT fk FOREIGN KEY (k) REFERENCES p',
    { setup: `${partitioned}; DELETE FROM pt WHERE k > 20` },
  ),
  row('VALIDATE CONSTRAINT (fk)', 'ALTER TABLE t VALIDATE CONSTRAINT fk', {
    setup: `${foreignKey} NOT VALID`,
  }),
  row('ALTER CONSTRAINT (fk deferrable)', 'ALTER TABLE t ALTER CONSTRAINT fk DEFERRABLE', {
    setup: foreignKey,
  }),
  row('ALTER CONSTRAINT NOT ENFORCED (fk)', 'ALTER TABLE t ALTER CONSTRAINT fk NOT ENFORCED', {
    setup: foreignKey,
  }),
  row('ALTER CONSTRAINT ENFORCED (fk)', 'ALTER TABLE t ALTER CONSTRAINT fk ENFORCED', {
    setup: `${foreignKey} NOT ENFORCED`,
    from: 18,
  }),
  row('DROP CONSTRAINT (check)', 'ALTER TABLE t DROP CONSTRAINT ck', {
    setup: 'ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0)',
  }),
  met('DROP CONSTRAINT IF EXISTS (it does not)', 'ALTER TABLE t DROP CONSTRAINT IF EXISTS zzz'),
  row('DROP CONSTRAINT (fk)', 'ALTER TABLE t DROP CONSTRAINT fk', { setup: foreignKey }),
  met('DROP CONSTRAINT (fk to itself)', 'ALTER TABLE t DROP CONSTRAINT fk', {
    setup: 'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES t',
  }),
  row('DROP CONSTRAINT (pk)', 'ALTER TABLE t DROP CONSTRAINT t_pkey'),
  row('DROP CONSTRAINT (pk) CASCADE', 'ALTER TABLE t DROP CONSTRAINT t_pkey CASCADE', child),
  met('DROP CONSTRAINT (unique)', 'ALTER TABLE t DROP CONSTRAINT uq', {
    setup: 'ALTER TABLE t ADD CONSTRAINT uq UNIQUE (a)',
  }),
  row('RENAME CONSTRAINT', 'ALTER TABLE t RENAME CONSTRAINT t_pkey TO t_pk2'),
  met('RENAME CONSTRAINT (check)', 'ALTER TABLE t RENAME CONSTRAINT ck TO ck2', {
    setup: 'ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0)',
  }),
  row('ADD UNIQUE', 'ALTER TABLE t ADD CONSTRAINT uq UNIQUE (a)'),
  row('ADD UNIQUE USING INDEX', 'ALTER TABLE t ADD CONSTRAINT uq UNIQUE USING INDEX uqi', {
    setup: 'CREATE UNIQUE INDEX uqi ON t (a)',
  }),
  row('ADD UNIQUE (partitioned)', 'ALTER TABLE pt ADD CONSTRAINT uq UNIQUE (k)', {
    setup: partitioned,
    roles: parts,
  }),
  met('ADD UNIQUE (partitions of partitions)', 'ALTER TABLE pt ADD CONSTRAINT uq UNIQUE (k)', {
    setup: nested,
  }),
  met(
    'ADD COLUMN (partitions of partitions)',
    'ALTER TABLE pt ADD COLUMN z double precision DEFAULT random()',
    { setup: nested },
  ),
  met('CREATE INDEX (partitions of partitions)', 'CREATE INDEX ipt ON pt (k)', { setup: nested }),
  row('ADD PRIMARY KEY (column nullable)', 'ALTER TABLE t ADD PRIMARY KEY (a)', {
    setup: 'ALTER TABLE t DROP CONSTRAINT t_pkey',
  }),
  row('ADD PRIMARY KEY (column NOT NULL)', 'ALTER TABLE t ADD PRIMARY KEY (nn)', {
    setup: 'ALTER TABLE t DROP CONSTRAINT t_pkey',
  }),
  met('ADD PRIMARY KEY (valid CHECK)', 'ALTER TABLE t ADD PRIMARY KEY USING INDEX uqi', {
    setup:
      'ALTER TABLE t DROP CONSTRAINT t_pkey; CREATE UNIQUE INDEX uqi ON t (a); ALTER TABLE t ADD CONSTRAINT ck CHECK (a IS NOT NULL)',
  }),
  row('ADD PRIMARY KEY USING INDEX (column NOT NULL)', 'ALTER TABLE t ADD PRIMARY KEY USING INDEX uqi', {
    setup: 'ALTER TABLE t DROP CONSTRAINT t_pkey; CREATE UNIQUE INDEX uqi ON t (nn)',
  }),
  row('ADD PRIMARY KEY USING INDEX (column nullable)', 'ALTER TABLE t ADD PRIMARY KEY USING INDEX uqi', {
    setup: 'ALTER TABLE t DROP CONSTRAINT t_pkey; CREATE UNIQUE INDEX uqi ON t (a)',
  }),
  row('ADD PRIMARY KEY (partitioned)', 'ALTER TABLE pt ADD PRIMARY KEY (k)', {
    setup: partitioned,
    roles: parts,
  }),
  row('ADD PRIMARY KEY (partitioned, nullable column)', 'ALTER TABLE pt ADD PRIMARY KEY (k)', {
    setup: `${partitioned}; ALTER TABLE pt ALTER COLUMN k DROP NOT NULL`,
    roles: parts,
  }),
  row('ADD EXCLUDE', 'ALTER TABLE t ADD CONSTRAINT ex EXCLUDE USING btree (a WITH =)'),
  row('CREATE INDEX', 'CREATE INDEX i1 ON t (a)'),
  row('CREATE INDEX IF NOT EXISTS (it exists)', 'CREATE INDEX IF NOT EXISTS i1 ON t (a)', {
    setup: 'CREATE INDEX i1 ON t (a)',
  }),
  met('CREATE UNIQUE INDEX', 'CREATE UNIQUE INDEX i1 ON t (a)'),
  met('CREATE INDEX with expression and predicate', 'CREATE INDEX i1 ON t (lower(b)) WHERE a > 0'),
  met('CREATE INDEX USING gin', 'CREATE INDEX i1 ON t USING gin (h)'),
  met('CREATE INDEX on partitioned table', 'CREATE INDEX ipt ON pt (k)', { setup: partitioned }),
  met('CREATE INDEX on a materialized view', 'CREATE INDEX i1 ON mv (a)', {
    setup: 'CREATE MATERIALIZED VIEW mv AS SELECT a FROM t',
  }),
  row('CREATE INDEX CONCURRENTLY', 'CREATE INDEX CONCURRENTLY i1 ON t (a)', {
    blocker: 'LOCK TABLE t IN ROW EXCLUSIVE MODE',
  }),
  row(
    'CREATE INDEX CONCURRENTLY IF NOT EXISTS (it exists)',
    'CREATE INDEX CONCURRENTLY IF NOT EXISTS i1 ON t (a)',
    { setup: 'CREATE INDEX i1 ON t (a)', blocker: 'LOCK TABLE t IN SHARE MODE' },
  ),
  met('CREATE INDEX CONCURRENTLY on partitioned table', 'CREATE INDEX CONCURRENTLY ipt ON pt (k)', {
    setup: partitioned,
    blocker: unwatched,
  }),
  row('DROP INDEX', 'DROP INDEX i1', { setup: 'CREATE INDEX i1 ON t (a)' }),
  met('DROP INDEX IF EXISTS (it does not)', 'DROP INDEX IF EXISTS zzz'),
  met('DROP INDEX of a partitioned table', 'DROP INDEX ipt', {
    setup: `${partitioned}; CREATE INDEX ipt ON pt (k)`,
  }),
  row('DROP INDEX CONCURRENTLY', 'DROP INDEX CONCURRENTLY i1', {
    setup: 'CREATE INDEX i1 ON t (a)',
    blocker: 'LOCK TABLE t IN ROW EXCLUSIVE MODE',
  }),
  row('ALTER INDEX RENAME', 'ALTER INDEX i1 RENAME TO i2', { setup: 'CREATE INDEX i1 ON t (a)' }),
  row('ALTER INDEX SET (fillfactor)', 'ALTER INDEX i1 SET (fillfactor = 70)', {
    setup: 'CREATE INDEX i1 ON t (a)',
  }),
  row('REINDEX INDEX', 'REINDEX INDEX i1', { setup: 'CREATE INDEX i1 ON t (a)' }),
  row('REINDEX TABLE', 'REINDEX TABLE t'),
  row('REINDEX INDEX CONCURRENTLY', 'REINDEX INDEX CONCURRENTLY i1', {
    setup: 'CREATE INDEX i1 ON t (a)',
    blocker: 'LOCK TABLE t IN ROW EXCLUSIVE MODE',
  }),
  row('REINDEX TABLE CONCURRENTLY', 'REINDEX TABLE CONCURRENTLY t', {
    blocker: 'LOCK TABLE t IN ROW EXCLUSIVE MODE',
  }),
];
