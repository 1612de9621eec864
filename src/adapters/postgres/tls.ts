/** What a TLS mode means to Node, and where the certificates of trusted authorities come from. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, rootCertificates } from 'node:tls';
import type { ConnectionTarget, SslMode } from '../../core/connection/target.ts';

/** The ways to try, in order; `false` is a connection without TLS. */
export function tlsAttempts({ ssl, host }: ConnectionTarget): readonly (ConnectionOptions | false)[] {
  if (ssl === 'disable' || host.startsWith('/')) return [false];
  return ssl === 'prefer' ? [tlsOptions(ssl), false] : [tlsOptions(ssl)];
}

function tlsOptions(ssl: SslMode): ConnectionOptions {
  if (ssl === 'prefer' || ssl === 'require') return { rejectUnauthorized: false };
  const options = { rejectUnauthorized: true, ...trustedAuthorities() };
  return ssl === 'verify-ca' ? { ...options, checkServerIdentity: () => undefined } : options;
}

/** Besides those Node knows, those of libpq: `PGSSLROOTCERT` or `~/.postgresql/root.crt`. */
function trustedAuthorities(): ConnectionOptions {
  const folder =
    process.platform === 'win32' ? join(process.env.APPDATA ?? homedir(), 'postgresql') : undefined;
  const file = process.env.PGSSLROOTCERT ?? join(folder ?? join(homedir(), '.postgresql'), 'root.crt');
  try {
    return { ca: [...rootCertificates, readFileSync(file, 'utf8')] };
  } catch {
    return {};
  }
}
