/** Reads live schemas, and what has changed in them: the sessions, and in what order what is asked. */
import type { Connection } from '../../../app/ports.ts';
import type { SchemaReader } from '../../../app/schemaPorts.ts';
import type { ConnectionTimeouts } from '../../../core/settings.ts';
import { type Session, withSession } from '../connect.ts';
import type { KeptSessions } from '../keptSessions.ts';
import { holds } from './holds.ts';
import { readChanges, readSchema } from './readChanges.ts';

/**
 * @param timeouts Asked for at each session, so that a changed setting counts at once.
 * @param kept Absent: each reading signs in.
 */
export function createSchemaReader(timeouts: () => ConnectionTimeouts, kept?: KeptSessions): SchemaReader {
  const open = <T>(
    connection: Connection,
    signal: AbortSignal,
    use: (session: Session, timeouts: ConnectionTimeouts) => Promise<T>,
  ): Promise<T> => {
    const now = timeouts();
    return withSession(connection, now, signal, (session) => use(session, now), kept);
  };
  return {
    withSession: (connection, signal, use) =>
      open(connection, signal, (session, now) =>
        use({
          read: () => readSchema(session, now),
          readChanges: (before) => readChanges(session, before, now),
        }),
      ),
    readSchema: (connection, signal) => open(connection, signal, readSchema),
    readChanges: (connection, before, signal) =>
      open(connection, signal, (session, now) => readChanges(session, before, now)),
    holds: (connection, seal, signal) =>
      open(connection, signal, (session, now) => holds(session, seal, now)),
  };
}
