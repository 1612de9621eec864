/** Reads live schemas, and what has changed in them: the sessions, and in what order what is asked. */
import type { Connection } from '../../../app/ports.ts';
import type { SchemaReader, SchemaSession } from '../../../app/schemaPorts.ts';
import type { VersionTable } from '../../../core/migration/versionTable.ts';
import type { ConnectionTimeouts } from '../../../core/settings.ts';
import { withSession } from '../connect.ts';
import { readChanges, readSchema } from './readChanges.ts';

/**
 * @param timeouts Asked for at each session, so that a changed setting counts at once.
 * @param versionTables Those that migration tools have unless told otherwise: what to look for in any schema.
 */
export function createSchemaReader(
  timeouts: () => ConnectionTimeouts,
  versionTables: readonly VersionTable[],
): SchemaReader {
  const inSession = <T>(
    connection: Connection,
    signal: AbortSignal,
    use: (session: SchemaSession) => Promise<T>,
  ): Promise<T> => {
    const how = { timeouts: timeouts(), versionTables };
    return withSession(connection, how.timeouts, signal, (session) =>
      use({
        read: () => readSchema(session, how),
        readChanges: (before) => readChanges(session, before, how),
      }),
    );
  };
  return {
    withSession: inSession,
    readSchema: (connection, signal) => inSession(connection, signal, (session) => session.read()),
    readChanges: (connection, before, signal) =>
      inSession(connection, signal, (session) => session.readChanges(before)),
  };
}
