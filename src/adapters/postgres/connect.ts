/**
 * A session with a PostgreSQL server: one socket, opened for one task and closed after it, or kept for the next.
 *
 * Only `user`, `database` and `application_name` are sent at the start, because poolers refuse everything else, and
 * `pg` would take more from the environment. Values come back as the text the server sent. What the session may do
 * is decided by its first batch: see `queries.ts`.
 */
import { Socket } from 'node:net';
import { Client, type ClientConfig, type QueryResult } from 'pg';
import type { Connection } from '../../app/ports.ts';
import { UserError } from '../../app/userError.ts';
import type { ConnectionTimeouts } from '../../core/settings.ts';
import { type Answer, Batch } from './batch.ts';
import type { KeptSessions, OpenSession } from './keptSessions.ts';
import { type FailureContext, isWorthTryingWithoutTls, toUserError } from './serverError.ts';
import { tlsAttempts } from './tls.ts';

export interface Session {
  /** The rows of the last statement of `sql` that returns any. Several statements only without `values`. */
  query(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /**
   * What every statement of `sql` answers that returns rows, in one round trip.
   *
   * @param patience How many times longer than a statement all of them may take until the connection counts as dead.
   */
  batch(sql: string, patience: number): Promise<readonly Answer[]>;
}

/** Column → value as PostgreSQL prints it. */
export type Row = Readonly<Record<string, string | null>>;

/**
 * Opens a session, or takes one of those that are kept; hands it to `use`; and closes it, or keeps it.
 *
 * Rejects with a `UserError` for whatever the server or the network refuses, also while `use` runs; with the
 * signal's reason once it is aborted, which closes the socket at once.
 */
export async function withSession<T>(
  connection: Connection,
  timeouts: ConnectionTimeouts,
  signal: AbortSignal,
  use: (session: Session) => Promise<T>,
  kept?: KeptSessions,
): Promise<T> {
  const secrets = new Set(connection.password === undefined ? [] : [connection.password]);
  const context: FailureContext = { target: connection.target, timeouts, secrets };
  const attempts = await tlsAttempts(connection.target);
  for (const [index, tls] of attempts.entries()) {
    const key = JSON.stringify([connection, timeouts, index]);
    const attempt = kept?.take<Attempt>(key) ?? new Attempt(connection, timeouts, tls, secrets);
    try {
      const result = await attempt.run(signal, use);
      if (kept === undefined) attempt.close();
      else kept.keep(key, attempt);
      return result;
    } catch (error) {
      signal.throwIfAborted();
      const isLast = index === attempts.length - 1;
      if (isLast || attempt.wasConnected || !isWorthTryingWithoutTls(error))
        throw toUserError(error, context);
    }
  }
  throw new Error('There was no way to connect to try.');
}

/** One socket, with TLS or without. */
class Attempt implements OpenSession {
  readonly #socket = new Socket();
  readonly #client: Client;
  readonly #statementTimeoutMs: number;
  /** The reason of a disconnect that came between two queries; a later query only says that there is no connection. */
  #lost: Error | undefined;
  #wasConnected = false;

  constructor(
    { target, password }: Connection,
    timeouts: ConnectionTimeouts,
    tls: ClientConfig['ssl'],
    secrets: Set<string>,
  ) {
    this.#statementTimeoutMs = timeouts.statementTimeoutMs;
    this.#client = new Client({
      host: target.host,
      port: target.port,
      database: target.database,
      user: target.user,
      password: async () => {
        const known = password ?? (await passwordFromFile(target));
        if (known === undefined || known === '') throw passwordNeeded();
        secrets.add(known);
        return known;
      },
      application_name: 'driftline',
      ssl: tls,
      sslnegotiation: 'postgres',
      stream: () => this.#socket,
      connectionTimeoutMillis: timeouts.connectTimeoutMs,
      query_timeout: timeouts.statementTimeoutMs + answerMarginMs,
      types: { getTypeParser: () => (value: unknown) => value },
    });
    ignoreEnvironment(this.#client);
    this.#client.on('error', (error) => {
      this.#lost ??= error;
    });
  }

  get wasConnected(): boolean {
    return this.#wasConnected;
  }

  get isLost(): boolean {
    return this.#lost !== undefined || this.#socket.destroyed;
  }

  async run<T>(signal: AbortSignal, use: (session: Session) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const abort = (): unknown => this.#socket.destroy();
    signal.addEventListener('abort', abort);
    try {
      this.#socket.ref();
      if (!this.#wasConnected) await this.#client.connect();
      this.#wasConnected = true;
      return await use({
        query: (sql, values) => this.#query(sql, values),
        batch: (sql, patience) => this.#batch(sql, patience),
      });
    } catch (error) {
      this.#socket.destroy();
      throw this.#lost ?? error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  async #query(sql: string, values?: readonly unknown[]): Promise<readonly Row[]> {
    const result = await this.#client.query<Row>(sql, values === undefined ? undefined : [...values]);
    return rowsOf(result).at(-1) ?? [];
  }

  #batch(sql: string, patience: number): Promise<readonly Answer[]> {
    const timeoutMs = this.#statementTimeoutMs * patience + answerMarginMs;
    return new Promise((resolve, reject) => {
      this.#client.query(
        new Batch(sql, timeoutMs, (error, answers = []) => (error ? reject(error) : resolve(answers))),
      );
    });
  }

  rest(): void {
    this.#socket.unref();
  }

  /** Says goodbye without waiting for the answer, which a dead network would never bring. */
  close(): void {
    this.#socket.setTimeout(goodbyeMs, () => this.#socket.destroy());
    this.#socket.unref();
    this.#client.end().catch(() => this.#socket.destroy());
  }
}

/** How much longer than the server's own timeout to wait for its answer before the connection counts as dead. */
const answerMarginMs = 2000;
const goodbyeMs = 1000;

/** `pg` answers several statements with a list of results, which its types do not tell. */
function rowsOf(result: QueryResult<Row> | readonly QueryResult<Row>[]): readonly (readonly Row[])[] {
  const results = Array.isArray(result)
    ? (result as readonly QueryResult<Row>[])
    : [result as QueryResult<Row>];
  return results.filter(({ fields }) => fields.length > 0).map(({ rows }) => rows);
}

/** `PGOPTIONS` and `PGREPLICATION` would be sent at the start. */
function ignoreEnvironment(client: Client): void {
  const { connectionParameters } = client as unknown as { readonly connectionParameters: object };
  Object.assign(connectionParameters, { options: undefined, replication: undefined });
}

async function passwordFromFile(target: Connection['target']): Promise<string | undefined> {
  const { default: pgpass } = await import('pgpass');
  const { host, port, database, user } = target;
  return new Promise((resolve) => pgpass({ host, port, database, user }, resolve));
}

function passwordNeeded(): UserError {
  const advice = 'Type it when asked, or set password of this environment to ${env:NAME}.';
  return new UserError('The server asks for a password, and none is known.', advice, undefined, 'password');
}
