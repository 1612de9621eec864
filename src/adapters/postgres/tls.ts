/** What a TLS mode means to Node, and where the certificates of trusted authorities come from. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import type { ConnectionTarget, SslMode } from '../../core/connection/target.ts';

/** The ways to try, in order; `false` is a connection without TLS. */
export async function tlsAttempts({
  ssl,
  host,
}: ConnectionTarget): Promise<readonly (ConnectionOptions | false)[]> {
  if (ssl === 'disable' || host.startsWith('/')) return [false];
  const options = await tlsOptions(ssl);
  return ssl === 'prefer' ? [options, false] : [options];
}

async function tlsOptions(ssl: SslMode): Promise<ConnectionOptions> {
  if (ssl === 'prefer' || ssl === 'require') return { rejectUnauthorized: false };
  const options = { rejectUnauthorized: true, ...(await trustedAuthorities()) };
  return ssl === 'verify-ca' ? { ...options, checkServerIdentity: () => undefined } : options;
}

/** Besides those Node knows, those of libpq: `PGSSLROOTCERT` or `~/.postgresql/root.crt`. */
async function trustedAuthorities(): Promise<ConnectionOptions> {
  // Loads all of TLS, which a server may well not speak.
  const { rootCertificates } = await import('node:tls');
  const folder =
    process.platform === 'win32' ? join(process.env.APPDATA ?? homedir(), 'postgresql') : undefined;
  const file = process.env.PGSSLROOTCERT ?? join(folder ?? join(homedir(), '.postgresql'), 'root.crt');
  try {
    return { ca: [...rootCertificates, readFileSync(file, 'utf8')] };
  } catch {
    return {};
  }
}
