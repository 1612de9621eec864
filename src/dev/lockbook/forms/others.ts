/** Views, sequences, triggers, policies, rows, and statements that change nothing a snapshot shows. */
import { lockModes } from '../../../core/preview/locks/impact.ts';
import { unwatched } from '../form.ts';
import { met, row } from './shape.ts';

const suppress = 'suppress_redundant_updates_trigger()';
const view = 'CREATE VIEW vw AS SELECT a FROM t';
const materialized = 'CREATE MATERIALIZED VIEW mv AS SELECT id, a FROM t; CREATE UNIQUE INDEX mvu ON mv (id)';
const source = { t: 'source' } as const;
const foreignKey = 'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (p_id) REFERENCES p';

const views = [
  row('CREATE VIEW', view, { roles: source }),
  row('CREATE OR REPLACE VIEW', 'CREATE OR REPLACE VIEW vw AS SELECT a, b FROM t', {
    setup: view,
    roles: source,
  }),
  met('CREATE VIEW of a view', 'CREATE VIEW vw2 AS SELECT * FROM vw', { setup: view }),
  met('CREATE VIEW of a join', 'CREATE VIEW vw2 AS SELECT t.a FROM t JOIN p ON p.id = t.p_id', {
    setup: view,
  }),
  row('DROP VIEW', 'DROP VIEW vw', { setup: view }),
  met('DROP VIEW CASCADE', 'DROP VIEW vw CASCADE', { setup: `${view}; CREATE VIEW vw2 AS SELECT * FROM vw` }),
  row('ALTER VIEW RENAME', 'ALTER VIEW vw RENAME TO vw2', { setup: view }),
  row('ALTER VIEW', 'ALTER VIEW vw SET (security_barrier = true)', { setup: view }),
  row('CREATE MATERIALIZED VIEW', 'CREATE MATERIALIZED VIEW mv AS SELECT a FROM t', { roles: source }),
  row('DROP MATERIALIZED VIEW', 'DROP MATERIALIZED VIEW mv', { setup: materialized }),
  row('REFRESH MATERIALIZED VIEW', 'REFRESH MATERIALIZED VIEW mv', { setup: materialized, roles: source }),
  row('REFRESH MATERIALIZED VIEW WITH NO DATA', 'REFRESH MATERIALIZED VIEW mv WITH NO DATA', {
    setup: materialized,
    roles: source,
  }),
  row('REFRESH MATERIALIZED VIEW CONCURRENTLY', 'REFRESH MATERIALIZED VIEW CONCURRENTLY mv', {
    setup: materialized,
    roles: source,
  }),
];

const sequences = [
  row('CREATE SEQUENCE', 'CREATE SEQUENCE sq'),
  row('ALTER SEQUENCE OWNED BY', 'ALTER SEQUENCE sq OWNED BY t.a', { setup: 'CREATE SEQUENCE sq' }),
  met('CREATE SEQUENCE OWNED BY', 'CREATE SEQUENCE sq OWNED BY t.a'),
  row('ALTER SEQUENCE RESTART', 'ALTER SEQUENCE sq RESTART WITH 10', { setup: 'CREATE SEQUENCE sq' }),
  met('ALTER SEQUENCE AS bigint', 'ALTER SEQUENCE sq AS bigint', { setup: 'CREATE SEQUENCE sq' }),
  row('ALTER SEQUENCE RENAME', 'ALTER SEQUENCE sq RENAME TO sq2', { setup: 'CREATE SEQUENCE sq' }),
  row('DROP SEQUENCE', 'DROP SEQUENCE sq', { setup: 'CREATE SEQUENCE sq' }),
];

const ofTables = [
  row('CREATE TRIGGER', `CREATE TRIGGER trg BEFORE UPDATE ON t FOR EACH ROW EXECUTE PROCEDURE ${suppress}`),
  row('DROP TRIGGER', 'DROP TRIGGER trg ON t', {
    setup: `CREATE TRIGGER trg BEFORE UPDATE ON t FOR EACH ROW EXECUTE PROCEDURE ${suppress}`,
  }),
  row('ALTER TRIGGER RENAME', 'ALTER TRIGGER trg ON t RENAME TO trg2', {
    setup: `CREATE TRIGGER trg BEFORE UPDATE ON t FOR EACH ROW EXECUTE PROCEDURE ${suppress}`,
  }),
  row('ENABLE TRIGGER', 'ALTER TABLE t ENABLE TRIGGER USER'),
  row('DISABLE TRIGGER USER', 'ALTER TABLE t DISABLE TRIGGER USER'),
  row('CREATE RULE', 'CREATE RULE rr AS ON DELETE TO t DO INSTEAD NOTHING'),
  row('CREATE POLICY', 'CREATE POLICY pol ON t USING (true)'),
  row('CREATE POLICY (reads p)', 'CREATE POLICY pol ON t USING (a IN (SELECT id FROM p))', {
    roles: { p: 'source' },
  }),
  row('ALTER POLICY', 'ALTER POLICY pol ON t USING (false)', {
    setup: 'CREATE POLICY pol ON t USING (true)',
  }),
  met('ALTER POLICY RENAME', 'ALTER POLICY pol ON t RENAME TO pol2', {
    setup: 'CREATE POLICY pol ON t USING (true)',
  }),
  row('DROP POLICY', 'DROP POLICY pol ON t', { setup: 'CREATE POLICY pol ON t USING (true)' }),
  row('COMMENT ON TABLE', "COMMENT ON TABLE t IS 'x'"),
  row('COMMENT ON COLUMN', "COMMENT ON COLUMN t.a IS 'x'"),
  row('COMMENT ON CONSTRAINT', "COMMENT ON CONSTRAINT t_pkey ON t IS 'x'"),
  row('COMMENT ON INDEX', "COMMENT ON INDEX i1 IS 'x'", { setup: 'CREATE INDEX i1 ON t (a)' }),
  row('COMMENT ON SEQUENCE', "COMMENT ON SEQUENCE sq IS 'x'", { setup: 'CREATE SEQUENCE sq' }),
  row('COMMENT ON TYPE', "COMMENT ON TYPE mood IS 'x'"),
  met('COMMENT ON VIEW', "COMMENT ON VIEW vw IS 'x'", { setup: view }),
  row('GRANT SELECT', 'GRANT SELECT ON t TO public'),
  row('GRANT SELECT ON ALL TABLES', 'GRANT SELECT ON ALL TABLES IN SCHEMA y TO public', {
    roles: { only_in_y: 'table' },
  }),
  row('GRANT ROLE', 'GRANT pg_monitor TO postgres'),
  row('CREATE STATISTICS', 'CREATE STATISTICS ss ON a, b FROM t'),
  row('CREATE PUBLICATION FOR TABLE', 'CREATE PUBLICATION pb FOR TABLE t'),
];

const schemas = [
  row('CREATE SCHEMA', 'CREATE SCHEMA another_schema'),
  row('DROP SCHEMA', 'DROP SCHEMA empty_schema'),
  row('ALTER SCHEMA RENAME', 'ALTER SCHEMA y RENAME TO y2'),
  row('CREATE EXTENSION', 'CREATE EXTENSION citext SCHEMA y'),
  row('DROP EXTENSION', 'DROP EXTENSION citext', { before: 'CREATE EXTENSION citext SCHEMA y' }),
  row('CREATE FUNCTION', "CREATE FUNCTION ff() RETURNS integer LANGUAGE sql AS 'SELECT 1'"),
  row('DROP FUNCTION', 'DROP FUNCTION ff()', {
    setup: "CREATE FUNCTION ff() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
  }),
  row('ALTER FUNCTION RENAME', 'ALTER FUNCTION ff() RENAME TO gg', {
    setup: "CREATE FUNCTION ff() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
  }),
  row('SET', "SET lock_timeout = '1s'"),
  row('CREATE DATABASE', 'CREATE DATABASE zz_lockbook', { blocker: unwatched }),
  row('DROP DATABASE', 'DROP DATABASE IF EXISTS zz_none', { blocker: unwatched }),
  row('ALTER SYSTEM', "ALTER SYSTEM SET work_mem = '4MB'", { blocker: unwatched }),
];

const rows = [
  row('UPDATE all rows (backfill)', 'UPDATE t SET a = a + 1'),
  met('UPDATE with a condition', "UPDATE t SET a = a + 1 WHERE b = 'x'"),
  met('UPDATE of a foreign key column', 'UPDATE t SET p_id = 1', { setup: foreignKey }),
  met('UPDATE of another column', 'UPDATE t SET a = 1', { setup: foreignKey }),
  met('UPDATE FROM', 'UPDATE t SET a = p.id FROM p WHERE p.id = t.p_id'),
  row('DELETE all rows', 'DELETE FROM t'),
  row('DELETE (referenced)', 'DELETE FROM t', {
    setup: 'CREATE TABLE c (t_id integer REFERENCES t)',
    roles: { t: 'table', c: 'referencing' },
  }),
  row('DELETE (referenced with CASCADE)', 'DELETE FROM t', {
    setup: 'CREATE TABLE c (t_id integer REFERENCES t ON DELETE CASCADE)',
    roles: { t: 'table', c: 'referencing' },
  }),
  met('DELETE (referenced with SET NULL)', 'DELETE FROM t', {
    setup: 'CREATE TABLE c (t_id integer REFERENCES t ON DELETE SET NULL)',
  }),
  met('DELETE USING', 'DELETE FROM t USING p WHERE p.id = t.p_id'),
  row('INSERT', 'INSERT INTO t (id, nn) VALUES (9999, 1)'),
  row('INSERT (with FK to p)', 'INSERT INTO t (id, nn, p_id) VALUES (9999, 1, 1)', { setup: foreignKey }),
  met('INSERT SELECT', 'INSERT INTO p SELECT id + 1000, b FROM t'),
  met('WITH … DELETE', 'WITH gone AS (DELETE FROM t RETURNING id) INSERT INTO p SELECT id + 1000 FROM gone'),
  row('SELECT', 'SELECT count(*) FROM t', { roles: source }),
  met('SELECT from a view', 'SELECT count(*) FROM vw', { setup: view }),
  row('SELECT FOR UPDATE', 'SELECT * FROM t FOR UPDATE'),
  ...lockModes.map((mode) => row(`LOCK TABLE IN ${mode} MODE`, `LOCK TABLE t IN ${mode} MODE`)),
  met('LOCK TABLE (default)', 'LOCK TABLE t'),
  row('TRUNCATE', 'TRUNCATE n', {
    setup: 'CREATE TABLE n (id serial PRIMARY KEY); INSERT INTO n SELECT FROM generate_series(1, 20)',
    roles: { n: 'table' },
  }),
  met('TRUNCATE (referenced)', 'TRUNCATE t', { setup: 'CREATE TABLE c (t_id integer REFERENCES t)' }),
  met('TRUNCATE both', 'TRUNCATE t, c', { setup: 'CREATE TABLE c (t_id integer REFERENCES t)' }),
  met('TRUNCATE CASCADE', 'TRUNCATE t CASCADE', { setup: 'CREATE TABLE c (t_id integer REFERENCES t)' }),
  row('ANALYZE', 'ANALYZE t'),
  row('CLUSTER', 'CLUSTER t USING t_pkey'),
  row('VACUUM', 'VACUUM t', { blocker: 'LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE' }),
  row('VACUUM FULL', 'VACUUM FULL t', { blocker: 'LOCK TABLE t IN ACCESS SHARE MODE' }),
  row('REINDEX SCHEMA', 'REINDEX SCHEMA y', { roles: { only_in_y: 'table' }, blocker: unwatched }),
  met('LOCK TABLE of a view', 'LOCK TABLE vw IN SHARE MODE', { setup: view }),
  met('INSERT into a partitioned table', 'INSERT INTO pt VALUES (1), (5)', {
    setup:
      'CREATE TABLE pt (k integer) PARTITION BY LIST (k); CREATE TABLE pt1 PARTITION OF pt FOR VALUES IN (1); CREATE TABLE pt5 PARTITION OF pt FOR VALUES IN (5)',
  }),
  met('REINDEX of a partitioned table', 'REINDEX TABLE pt', {
    setup: 'CREATE TABLE pt (k integer) PARTITION BY RANGE (k)',
    blocker: unwatched,
    unknown: true,
  }),
  met(
    'DO with dynamic SQL',
    "DO $$ BEGIN EXECUTE 'ALTER TABLE t ADD COLUMN z' || length('x') || ' integer'; END $$",
    { unknown: true },
  ),
];

export const otherForms = [...views, ...sequences, ...ofTables, ...schemas, ...rows];
