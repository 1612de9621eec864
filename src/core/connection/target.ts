/** Where a database is and as whom to ask it. Holds no password: that travels beside it, and never into state. */

export interface ConnectionTarget {
  /** A host name, an address, or a folder with a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly ssl: SslMode;
}

/**
 * As libpq's `sslmode`: `prefer` tries TLS first and goes on without it where the server has none; only the
 * `verify-` modes look at the server's certificate, and only `verify-full` at the name in it.
 */
export type SslMode = (typeof sslModes)[number];

export const sslModes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

/** For people: `app@db.example:5432/shop`. */
export function targetText(target: ConnectionTarget): string {
  const port = target.port === 5432 ? '' : `:${target.port}`;
  return `${target.user}@${target.host}${port}/${target.database}`;
}
