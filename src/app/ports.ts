/** What the application asks of the world. Adapters answer; tests use object literals. */
import type { ConnectionTarget } from '../core/connection/target.ts';
import type { VersionTable, VersionTableReading } from '../core/migration/versionTable.ts';

export interface VersionTableReader {
  /**
   * Reads version tables in one short read-only transaction that waits for nobody's lock.
   *
   * Rejects with a `UserError` when the server cannot be reached or refuses; with the signal's reason when aborted.
   */
  readVersionTables(
    connection: Connection,
    tables: readonly VersionTable[],
    signal: AbortSignal,
  ): Promise<DatabaseReading>;
}

/** A target and its password, together only on the way to the server. */
export interface Connection {
  readonly target: ConnectionTarget;
  readonly password: string | undefined;
}

export interface DatabaseReading {
  /** As `server_version` says: `17.2`. */
  readonly serverVersion: string;
  readonly database: string;
  /** One for each table asked for, in the same order. */
  readonly tables: readonly VersionTableReading[];
}

/** Never given a password or a URL that holds one. */
export interface Log {
  info(message: string): void;
  error(message: string, cause?: unknown): void;
}

/** Finds the files that tell of projects. */
export interface WorkspaceFiles {
  /**
   * Paths of the wanted files below `folder`, sorted; version control, virtual environments and installed
   * packages are passed over.
   *
   * @param excludes Globs as in VS Code's `files.exclude`, relative to `folder`.
   */
  search(
    folder: string,
    isWanted: (fileName: string) => boolean,
    excludes: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly string[]>;
}
