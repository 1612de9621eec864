/**
 * What a stored password and a user's consent are bound to.
 *
 * Settings of a workspace come from whoever wrote the repository. If they name another host, these texts differ:
 * the password is asked for again and the user asked to agree again, and nothing stored is sent there.
 */
import type { ConnectionTarget } from './target.ts';

/** Under which name a password lies in secret storage. */
export function secretKeyOf(environment: string, target: ConnectionTarget): string {
  const { host, port, user, database } = target;
  return `driftline.password:${JSON.stringify([environment, hostKey(host), port, user, database])}`;
}

/**
 * What the user agreed to when he agreed to connect. Besides the target it holds the TLS mode, which a workspace
 * could weaken, and the variable whose value would be sent as the password.
 */
export function fingerprintOf(target: ConnectionTarget, passwordVariable?: string): string {
  const { host, port, user, database, ssl } = target;
  return JSON.stringify([hostKey(host), port, user, database, ssl, passwordVariable ?? null]);
}

/** Host names have no case, folders of Unix sockets do. */
function hostKey(host: string): string {
  return host.startsWith('/') ? host : host.toLowerCase();
}
