/**
 * What asks a server what is going on: statistics views, which nobody can lock.
 *
 * Of a query's text only its first keyword is asked for, and only one of those named here, so that no data leaves the
 * server. `pg_blocking_pids` would hold up everybody's locks for a moment; who waits for whom is told from `pg_locks`
 * instead, of which the server makes a copy at once.
 */

/** Locks that are told at most. */
export const lockLimit = 20_000;

/** On whatever lies in no schema of the system's own. */
export const findLocks = `
SELECT l.pid, l.virtualtransaction AS transaction, l.mode, l.granted, n.nspname AS schema, c.relname AS name
FROM pg_catalog.pg_locks l
JOIN pg_catalog.pg_class c ON c.oid = l.relation
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE l.locktype = 'relation'
  AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
  AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY l.mode = 'AccessShareLock', l.pid, n.nspname, c.relname, l.mode
LIMIT ${lockLimit + 1}
`;

/** Who waits for a lock, and who holds one on the same thing, whether or not the two conflict. */
export const findWaits = `
WITH locks AS MATERIALIZED (SELECT * FROM pg_catalog.pg_locks)
SELECT w.pid AS waiter, w.mode AS wanted, h.pid AS holder, h.mode AS held
FROM locks w
JOIN locks h ON h.granted AND h.pid <> w.pid AND h.locktype = w.locktype
 AND h.database IS NOT DISTINCT FROM w.database AND h.relation IS NOT DISTINCT FROM w.relation
 AND h.page IS NOT DISTINCT FROM w.page AND h.tuple IS NOT DISTINCT FROM w.tuple
 AND h.virtualxid IS NOT DISTINCT FROM w.virtualxid
 AND h.transactionid::text IS NOT DISTINCT FROM w.transactionid::text
 AND h.classid IS NOT DISTINCT FROM w.classid AND h.objid IS NOT DISTINCT FROM w.objid
 AND h.objsubid IS NOT DISTINCT FROM w.objsubid
WHERE NOT w.granted
ORDER BY w.pid, h.pid
LIMIT ${lockLimit}
`;

const hiddenQuery = `'<insufficient privilege>'`;

export const findSessions = `
SELECT a.pid, a.usename AS "user", a.application_name AS application, a.state,
       a.datname = pg_catalog.current_database() AS here,
       pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - a.xact_start)::int AS transaction_seconds,
       pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - a.query_start)::int AS query_seconds,
       a.query = ${hiddenQuery} AS hidden,
       a.backend_type = 'autovacuum worker' AS autovacuum,
       a.query LIKE 'autovacuum: %(to prevent wraparound)%' AND a.backend_type = 'autovacuum worker' AS wraparound,
       CASE WHEN a.state IS NULL OR a.state = 'idle' THEN NULL
            ELSE pg_catalog.substring(a.query, '(?i)^\\s*(select|insert|update|delete|merge|with|values|table|copy|fetch|declare|close|call|do|execute|prepare|begin|start|commit|end|rollback|abort|savepoint|release|create|alter|drop|truncate|comment|grant|revoke|lock|vacuum|analyze|reindex|cluster|refresh|set|reset|show|explain|listen|notify|unlisten|discard|checkpoint|import|security)\\M')
       END AS command
FROM pg_catalog.pg_stat_activity a
WHERE a.pid <> pg_catalog.pg_backend_pid()
  AND (a.backend_type IS NULL OR a.backend_type IN ('client backend', 'autovacuum worker', 'parallel worker'))
ORDER BY a.pid
`;

/** The role sees which sessions vacuum; of others' not what. */
export const findVacuums = `
SELECT p.pid, n.nspname AS schema, c.relname AS name
FROM pg_catalog.pg_stat_progress_vacuum p
LEFT JOIN pg_catalog.pg_class c ON c.oid = p.relid AND p.datname = pg_catalog.current_database()
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE p.datname = pg_catalog.current_database()
ORDER BY p.pid
`;

/** Who may not see how far one is behind, sees its name all the same. */
export const findReplicas = `
SELECT r.application_name AS name, r.state IS NULL AS hidden,
       pg_catalog.date_part('epoch', r.replay_lag) AS seconds,
       pg_catalog.pg_wal_lsn_diff(
         CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_receive_lsn()
              ELSE pg_catalog.pg_current_wal_lsn() END, r.replay_lsn) AS bytes
FROM pg_catalog.pg_stat_replication r
ORDER BY r.application_name
`;

/** The locks of one bear no pid; they are known by the one on its own transaction. */
export const findPrepared = `
SELECT x.gid AS name,
       (SELECT l.virtualtransaction FROM pg_catalog.pg_locks l
        WHERE l.pid IS NULL AND l.locktype = 'transactionid' AND l.transactionid = x.transaction
        LIMIT 1) AS transaction,
       pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - x.prepared)::int AS seconds
FROM pg_catalog.pg_prepared_xacts x
WHERE x.database = pg_catalog.current_database()
ORDER BY x.prepared
`;

/** What a new session of this role gets: the values of the session that asks are its own. */
export const findSettings = `
SELECT s.name, s.reset_val AS value
FROM pg_catalog.pg_settings s
WHERE s.name IN ('TimeZone', 'lock_timeout', 'statement_timeout', 'deadlock_timeout')
`;

export const whoAsks = `SELECT pg_catalog.quote_ident(current_user) AS role`;
