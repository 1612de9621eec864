/**
 * Database URLs as SQLAlchemy, libpq, JDBC and the SQL migration tools write them, read into a target and a
 * password.
 *
 * A URL may hold a password, so nothing of its text is ever part of a problem, except the scheme before `://`
 * and the names of query parameters that are known here.
 *
 * @see https://docs.sqlalchemy.org/en/20/core/engines.html#database-urls
 * @see https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 */
import { type ConnectionTarget, type SslMode, sslModes } from './target.ts';

export type DatabaseUrlReading =
  | {
      readonly kind: 'read';
      readonly target: ConnectionTarget;
      readonly password: string | undefined;
      /** What was passed over, as whole sentences. */
      readonly notes: readonly string[];
    }
  | { readonly kind: 'problem'; readonly message: string; readonly advice: string };

/** What libpq takes from its surroundings where the URL is silent. */
export interface UrlDefaults {
  readonly user?: string;
  /** `localhost` where absent. */
  readonly host?: (port: number) => string;
}

export function readDatabaseUrl(text: string, defaults: UrlDefaults = {}): DatabaseUrlReading {
  const scheme = /^\s*(?:jdbc:)?([A-Za-z][\w+.-]*):\/\/(.*?)\s*$/s.exec(text);
  if (scheme?.[1] === undefined || scheme[2] === undefined) {
    return problem('The database URL is not a URL.', 'Write it as postgresql://user@host:5432/database.');
  }
  const dialect = scheme[1].split('+')[0]?.toLowerCase() ?? '';
  if (!postgresDialects.has(dialect)) return wrongDialect(dialect);
  const parts = splitUrl(scheme[2]);
  if (parts === undefined) {
    return problem(
      'The database URL cannot be read.',
      'Percent-encode @, / and : where they belong to a user or password.',
    );
  }
  return toReading(parts, defaults);
}

const postgresDialects: ReadonlySet<string> = new Set(['postgresql', 'postgres', 'pgsql', 'postgis', 'psql']);

const otherDialects: ReadonlyMap<string, string> = new Map([
  ['mysql', 'MySQL'],
  ['mariadb', 'MariaDB'],
  ['sqlite', 'SQLite'],
  ['mssql', 'SQL Server'],
  ['sqlserver', 'SQL Server'],
  ['oracle', 'Oracle'],
  ['cockroachdb', 'CockroachDB'],
  ['cockroach', 'CockroachDB'],
  ['redshift', 'Redshift'],
  ['duckdb', 'DuckDB'],
  ['clickhouse', 'ClickHouse'],
]);

function wrongDialect(dialect: string): DatabaseUrlReading {
  if (dialect === 'driver') {
    return problem(
      "The database URL is still the placeholder of Alembic's template; env.py sets the real one.",
      'Name the connection of this environment in driftline.environments.',
    );
  }
  const name = otherDialects.get(dialect);
  return problem(
    name === undefined
      ? `“${dialect}” is not a PostgreSQL URL.`
      : `This is a ${name} URL, not a PostgreSQL one.`,
    'Driftline reads PostgreSQL only: write a URL that begins with postgresql://.',
  );
}

interface UrlParts {
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** Host and port of each server named, still encoded. */
  readonly servers: readonly string[];
  readonly database: string | undefined;
  readonly query: ReadonlyMap<string, readonly string[]>;
}

function splitUrl(text: string): UrlParts | undefined {
  const at = userInfoEnd(text);
  const userInfo = at < 0 ? '' : text.slice(0, at);
  const rest = /^([^/?#@]*)(?:\/([^?#@]*))?(?:\?([^#]*))?(?:#.*)?$/s.exec(text.slice(at + 1));
  if (rest === null) return undefined;
  const colon = userInfo.indexOf(':');
  return {
    user: given(colon < 0 ? userInfo : userInfo.slice(0, colon)),
    password: colon < 0 ? undefined : given(userInfo.slice(colon + 1)),
    servers: (rest[1] ?? '').split(',').filter((server) => server !== ''),
    database: given(rest[2] ?? ''),
    query: readQuery(rest[3] ?? ''),
  };
}

/**
 * Where the `@` after the user and password stands. As in SQLAlchemy, a password runs up to the first `@` and may
 * hold an unencoded `/` or `?`. A second `@` makes the URL unreadable: it would show a part of the password as
 * the host.
 */
function userInfoEnd(text: string): number {
  const match = /^[^:/?#@]*(?::[^@]*)?@/.exec(text);
  return match === null ? -1 : match[0].length - 1;
}

function readQuery(text: string): ReadonlyMap<string, readonly string[]> {
  const query = new Map<string, string[]>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals)).toLowerCase();
    query.set(name, [...(query.get(name) ?? []), equals < 0 ? '' : decode(pair.slice(equals + 1))]);
  }
  return query;
}

function toReading(parts: UrlParts, defaults: UrlDefaults): DatabaseUrlReading {
  const first = (name: string): string | undefined => given(parts.query.get(name)?.[0] ?? '', false);
  if (first('service') !== undefined) {
    return problem(
      'The database URL names a service of pg_service.conf, which is not read.',
      'Name host, database and user in driftline.environments.',
    );
  }
  const notes: string[] = [];
  const server = serverOf(parts, notes);
  if (server === undefined) {
    return problem('The port in the database URL is not a number from 1 to 65535.', 'Correct the port.');
  }
  const user = first('user') ?? parts.user ?? defaults.user;
  if (user === undefined) {
    return problem('The database URL names no user.', 'Write it as postgresql://user@host:5432/database.');
  }
  const host = server.host ?? defaults.host?.(server.port) ?? 'localhost';
  const database = first('dbname') ?? first('database') ?? parts.database ?? user;
  const target = { host, port: server.port, database, user, ssl: sslOf(first, notes) };
  return { kind: 'read', target, password: first('password') ?? parts.password, notes };
}

interface Server {
  readonly host: string | undefined;
  readonly port: number;
}

/** The first server: a `host` in the query goes before the one in front of the path. `undefined`: no such port. */
function serverOf(parts: UrlParts, notes: string[]): Server | undefined {
  const socketFile = parts.query.get('unix_sock')?.[0];
  const socket = socketFile === undefined ? null : /^(.*)\/\.s\.PGSQL\.(\d+)$/.exec(socketFile);
  const hosts = socket?.[1] !== undefined ? [socket[1]] : (parts.query.get('host') ?? []).flatMap(listOf);
  const ports = socket?.[2] !== undefined ? [socket[2]] : (parts.query.get('port') ?? []).flatMap(listOf);
  const named = hosts.length > 0 ? hosts : parts.servers;
  if (named.length > 1) notes.push('The database URL names several hosts; only the first is asked.');
  const [host, ownPort] = splitServer(named[0] ?? '');
  const port = portOf(ports[0] ?? ownPort ?? '5432');
  return port === undefined
    ? undefined
    : { host: given(hosts.length > 0 ? host : decode(host), false), port };
}

/** `[::1]:5433`, `db:5433`, `/run/postgresql`, `::1`: host without brackets, and port. */
function splitServer(text: string): readonly [host: string, port: string | undefined] {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  if (bracketed?.[1] !== undefined) return [bracketed[1], given(bracketed[2] ?? '', false)];
  const colon = text.indexOf(':');
  if (text.startsWith('/') || colon < 0 || text.indexOf(':', colon + 1) >= 0) return [text, undefined];
  return [text.slice(0, colon), given(text.slice(colon + 1), false)];
}

/** `undefined` for what is no TCP port. */
export function portOf(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}

/** The spellings of libpq, asyncpg, pg8000 and JDBC. */
const sslWords: ReadonlyMap<string, SslMode> = new Map<string, SslMode>([
  ...sslModes.map((mode): [string, SslMode] => [mode, mode]),
  ['allow', 'prefer'],
  ['no-verify', 'require'],
  ...['false', '0', 'off', 'no'].map((word): [string, SslMode] => [word, 'disable']),
  ...['true', '1', 'on', 'yes'].map((word): [string, SslMode] => [word, 'require']),
]);

function sslOf(first: (name: string) => string | undefined, notes: string[]): SslMode {
  const word = first('sslmode') ?? first('ssl');
  if (word === undefined) return 'prefer';
  const mode = sslWords.get(word.toLowerCase());
  if (mode === undefined)
    notes.push('The TLS mode in the database URL is not known; “prefer” is used instead.');
  return mode ?? 'prefer';
}

function listOf(text: string): readonly string[] {
  return text.split(',').filter((item) => item !== '');
}

/** Percent-decoded; a `%` that begins no code stays, as in Python's `unquote`. */
function decode(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (codes) => {
    try {
      return decodeURIComponent(codes);
    } catch {
      return codes;
    }
  });
}

/** An empty part of a URL is one that is not there. */
function given(text: string, encoded = true): string | undefined {
  if (text === '') return undefined;
  return encoded ? decode(text) : text;
}

function problem(message: string, advice: string): DatabaseUrlReading {
  return { kind: 'problem', message, advice };
}
