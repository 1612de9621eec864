/** Reads live schemas, and what has changed in them: the sessions, and in what order what is asked. */
import type { Connection } from '../../../app/ports.ts';
import type { SchemaReader } from '../../../app/schemaPorts.ts';
import type { VersionTable } from '../../../core/migration/versionTable.ts';
import type { ConnectionTimeouts } from '../../../core/settings.ts';
import { type Session, withSession } from '../connect.ts';
import type { KeptSessions } from '../keptSessions.ts';
import { holds } from './holds.ts';
import { type HowToRead, readChanges, readSchema } from './readChanges.ts';

/**
 * @param timeouts Asked for at each session, so that a changed setting counts at once.
 * @param versionTables Those that migration tools have unless told otherwise: what to look for in any schema.
 * @param kept Absent: each reading signs in.
 */
export function createSchemaReader(
  timeouts: () => ConnectionTimeouts,
  versionTables: readonly VersionTable[],
  kept?: KeptSessions,
): SchemaReader {
  const open = <T>(
    connection: Connection,
    signal: AbortSignal,
    use: (session: Session, how: HowToRead) => Promise<T>,
  ): Promise<T> => {
    const how = { timeouts: timeouts(), versionTables };
    return withSession(connection, how.timeouts, signal, (session) => use(session, how), kept);
  };
  return {
    withSession: (connection, signal, use) =>
      open(connection, signal, (session, how) =>
        use({
          read: () => readSchema(session, how),
          readChanges: (before) => readChanges(session, before, how),
        }),
      ),
    readSchema: (connection, signal) => open(connection, signal, readSchema),
    readChanges: (connection, before, signal) =>
      open(connection, signal, (session, how) => readChanges(session, before, how)),
    holds: (connection, seal, signal) =>
      open(connection, signal, (session, how) => holds(session, seal, how.timeouts)),
  };
}
