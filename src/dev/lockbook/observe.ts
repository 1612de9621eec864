/**
 * Runs a form on a real server and looks at what it has locked, rewritten, built and read.
 *
 * Left out are locks on indexes and sequences that every query takes, which say no more than the table's own; and new
 * files that are empty, which cost nothing.
 */
import type { Client, QueryResult } from 'pg';
import type { LockMode } from '../../core/preview/locks/impact.ts';
import { isStronger } from '../../core/preview/locks/impactOf.ts';
import { splitSql } from '../../core/sql/splitSql.ts';
import type { Form } from './form.ts';
import type { Prepared, Relation } from './prepare.ts';

export interface Observation {
  /** By name, as all below; with its schema only where that is not the form's own. */
  readonly locks: ReadonlyMap<string, LockMode>;
  readonly rewrites: readonly string[];
  readonly rebuilds: readonly string[];
  readonly scans: readonly string[];
  readonly refusesTransaction: boolean;
  readonly error?: string;
}

export interface Sessions {
  /** Runs it. */
  readonly client: Client;
  /** Keeps it waiting, and watches. */
  readonly blocker: Client;
  readonly watcher: Client;
}

const nothing: Observation = {
  locks: new Map(),
  rewrites: [],
  rebuilds: [],
  scans: [],
  refusesTransaction: false,
};

export function observe(
  form: Form,
  schema: string,
  prepared: Prepared,
  sessions: Sessions,
): Promise<Observation> {
  return form.blocker === undefined
    ? inTransaction(form, schema, prepared, sessions.client)
    : againstBlocker(form, schema, prepared, sessions);
}

/** Read from end to end, whichever plan the server would choose for larger tables. */
const settings = `SET LOCAL enable_indexscan = off; SET LOCAL enable_indexonlyscan = off;
  SET LOCAL enable_bitmapscan = off; SET LOCAL client_min_messages = debug1`;

async function begin(client: Client, { timeZone }: Form, schema: string): Promise<void> {
  await client.query(
    `BEGIN; SET LOCAL search_path = ${schema}; SET LOCAL TimeZone = '${timeZone ?? 'Europe/Berlin'}'; ${settings}`,
  );
}

async function inTransaction(
  form: Form,
  schema: string,
  prepared: Prepared,
  client: Client,
): Promise<Observation> {
  const messages: string[] = [];
  const listen = ({ message = '' }: { readonly message?: string | undefined }) => messages.push(message);
  client.on('notice', listen);
  try {
    await begin(client, form, schema);
    const before = await countsOf(client, schema);
    for (const statement of statementsOf(`${form.before ?? ''};${form.statement}`))
      await client.query(statement);
    const locks = await locksOf(client, 'pg_backend_pid()', schema, prepared);
    return {
      ...nothing,
      locks,
      ...(await filesOf(client, schema, prepared)),
      scans: await scansOf(client, schema, before, messages),
    };
  } catch (error) {
    return { ...nothing, error: (error as Error).message };
  } finally {
    client.off('notice', listen);
    await client.query('ROLLBACK; RESET ALL');
  }
}

export function statementsOf(script: string): readonly string[] {
  return splitSql(script).map(({ range }) => script.slice(range.start, range.end));
}

interface LockRow {
  readonly oid: string;
  readonly mode: string;
}

async function locksOf(
  client: Client,
  pid: string,
  schema: string,
  { relations }: Prepared,
): Promise<ReadonlyMap<string, LockMode>> {
  const { rows }: QueryResult<LockRow> = await client.query(
    `SELECT relation::text AS oid, mode FROM pg_locks
     WHERE pid = ${pid} AND locktype = 'relation' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  const strongest = new Map<string, LockMode>();
  for (const { oid, mode: spelled } of rows) {
    const relation = relations.get(oid);
    const mode = modeOf(spelled);
    if (relation === undefined || (isPart(relation) && !isStronger(mode, 'ROW EXCLUSIVE'))) continue;
    const name = nameIn(schema, relation);
    const before = strongest.get(name);
    if (before === undefined || isStronger(mode, before)) strongest.set(name, mode);
  }
  return strongest;
}

const isPart = ({ kind }: Relation): boolean => kind === 'i' || kind === 'I' || kind === 'S';

/** `ShareUpdateExclusiveLock`. */
const modeOf = (spelled: string): LockMode =>
  spelled
    .replace(/Lock$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase() as LockMode;

export const nameIn = (schema: string, relation: Pick<Relation, 'schema' | 'name'>): string =>
  relation.schema === schema ? relation.name : `${relation.schema}.${relation.name}`;

/** New files with something in them. */
async function filesOf(
  client: Client,
  schema: string,
  { relations }: Prepared,
): Promise<Pick<Observation, 'rewrites' | 'rebuilds'>> {
  const { rows } = await client.query<{ oid: string; name: string; file: string; size: string }>(
    `SELECT c.oid::text, c.relname AS name, pg_relation_filenode(c.oid)::text AS file,
            pg_relation_size(coalesce(i.indrelid, c.oid))::text AS size
     FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
     WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'm', 'i')`,
    [schema],
  );
  const old = new Map(
    [...relations.values()].filter((one) => one.schema === schema).map((one) => [one.name, one]),
  );
  const changed = rows.flatMap(({ oid, name, file, size }) => {
    // An index that is made anew is another one of the same name.
    const relation = relations.get(oid) ?? old.get(name);
    return relation !== undefined && relation.file !== file && size !== '0' ? [relation] : [];
  });
  const names = (all: readonly Relation[]) => all.map((one) => nameIn(schema, one)).sort();
  return { rewrites: names(changed.filter((one) => !isPart(one))), rebuilds: names(changed.filter(isPart)) };
}

interface Counts {
  readonly name: string;
  readonly scans: number;
  readonly isEmpty: boolean;
}

/** By oid. The session counts on from one transaction to the next. */
async function countsOf(client: Client, schema: string): Promise<ReadonlyMap<string, Counts>> {
  const { rows } = await client.query<Counts & { readonly oid: string }>(
    `SELECT relid::text AS oid, relname AS name, seq_scan::integer AS scans, pg_relation_size(relid) = 0 AS "isEmpty"
     FROM pg_stat_xact_user_tables WHERE schemaname = $1`,
    [schema],
  );
  return new Map(rows.map(({ oid, ...counts }) => [oid, counts]));
}

/** From the counters of the session, and from what the server says at DEBUG1. */
async function scansOf(
  client: Client,
  schema: string,
  before: ReadonlyMap<string, Counts>,
  messages: readonly string[],
): Promise<readonly string[]> {
  const filled = [...(await countsOf(client, schema))].filter(([, { isEmpty }]) => !isEmpty);
  const counted = filled.filter(([oid, { scans }]) => scans > (before.get(oid)?.scans ?? 0));
  const said = new Set(messages.flatMap((message) => readTable(message) ?? []));
  const found = [...counted, ...filled.filter(([, { name }]) => said.has(name))];
  return [...new Set(found.map(([oid, { name }]) => before.get(oid)?.name ?? name))].sort();
}

function readTable(message: string): string | undefined {
  const vacuumed = /^vacuuming "(?:.*\.)?([^.]+)"$/.exec(message)?.[1];
  if (vacuumed !== undefined) return vacuumed;
  return /^(?:(?:verifying|rewriting) table|building index ".+" on table) "(.+?)"/.exec(message)?.[1];
}

/** Where it waits for the blocker, what it holds and what it waits for is seen; then it is let go. */
async function againstBlocker(
  form: Form,
  schema: string,
  prepared: Prepared,
  sessions: Sessions,
): Promise<Observation> {
  const { client, blocker, watcher } = sessions;
  const { error: refused = '' } = await inTransaction({ ...form, blocker: '' }, schema, prepared, client);
  const refusesTransaction = /cannot (?:run inside|be executed from|be executed)/.test(refused);
  await blocker.query(`BEGIN; SET LOCAL search_path = ${schema}; ${form.blocker}`);
  const { rows } = await client
    .query<{ pid: number }>(
      `SET search_path = ${schema}; SET client_min_messages = debug2; SELECT pg_backend_pid() AS pid`,
    )
    .then(lastResult);
  const pid = String(rows[0]?.pid);
  const messages: string[] = [];
  const listen = ({ message = '' }: { readonly message?: string | undefined }) => messages.push(message);
  client.on('notice', listen);
  let done = false;
  const running = client.query(form.statement).then(
    () => undefined,
    (error: Error) => error.message,
  );
  void running.then(() => {
    done = true;
  });
  let locks: ReadonlyMap<string, LockMode> = new Map();
  while (!done) {
    const waits = await watcher.query(`SELECT 1 FROM pg_locks WHERE pid = ${pid} AND NOT granted`);
    if (waits.rows.length === 0) continue;
    locks = await locksOf(watcher, pid, schema, prepared);
    break;
  }
  await blocker.query('ROLLBACK');
  const error = await running;
  client.off('notice', listen);
  const files = await filesOf(watcher, schema, prepared);
  await client.query('RESET ALL');
  const said = [...new Set(messages.flatMap((message) => readTable(message) ?? []))];
  const isOwn = (name: string) =>
    [...prepared.relations.values()].some((one) => one.schema === schema && one.name === name);
  const isMissing = error !== undefined && !refusesTransaction;
  return {
    ...nothing,
    locks,
    ...files,
    scans: said.filter(isOwn).sort(),
    refusesTransaction,
    ...(error !== undefined && { error: isMissing ? refused : error }),
  };
}

/** A query of several statements answers with several results. */
function lastResult(result: unknown): QueryResult<{ pid: number }> {
  const all = (Array.isArray(result) ? result : [result]) as readonly QueryResult<{ pid: number }>[];
  return all.at(-1) as QueryResult<{ pid: number }>;
}
