/** The way to a database: where it is, whether the user agrees, with which password; and the question itself. */
import type { MigrationProject } from '../core/migration/project.ts';
import type { VersionTable } from '../core/migration/versionTable.ts';
import type { EnvironmentSetting } from '../core/settings.ts';
import type { Connection, DatabaseReading, VersionTableReader } from './ports.ts';
import { UserError } from './userError.ts';

/** An environment on the way to being connected to. */
export interface Approach {
  readonly environment: EnvironmentSetting;
  readonly project: MigrationProject;
  readonly connection: Connection;
  /** Under which name to keep a password that the user types. */
  readonly secretKey: string;
  /** What the user must have agreed to before anything is sent. */
  readonly fingerprint: string;
}

export interface DatabasePorts {
  /** Rejects with a `UserError` where the settings lead nowhere. */
  approach(environment: EnvironmentSetting, project: MigrationProject): Promise<Approach>;
  /** Whether the user agrees to connect; remembered by whoever answers. */
  permit(approach: Approach): Promise<boolean>;
  /** @param reason What the server said. `undefined`: the user would rather not. */
  askPassword(approach: Approach, reason: string): Promise<string | undefined>;
  /** Called with a password that the server took. */
  keepPassword(approach: Approach, password: string): Promise<void>;
  readonly versionTables: VersionTableReader;
}

export interface DatabaseAnswer {
  readonly connection: Connection;
  readonly reading: DatabaseReading;
}

/** `undefined`: the user does not agree to connect. Rejects with a `UserError`, or as the signal says. */
export async function askDatabase(
  ports: DatabasePorts,
  approach: Approach,
  tables: readonly VersionTable[],
  signal: AbortSignal,
): Promise<DatabaseAnswer | undefined> {
  if (!(await ports.permit(approach))) return undefined;
  const ask = async (connection: Connection): Promise<DatabaseAnswer> => {
    return { connection, reading: await ports.versionTables.readVersionTables(connection, tables, signal) };
  };
  try {
    return await ask(approach.connection);
  } catch (error) {
    if (!(error instanceof UserError) || error.needs !== 'password') throw error;
    const password = await ports.askPassword(approach, error.message);
    if (password === undefined) throw error;
    const answer = await ask({ target: approach.connection.target, password });
    await ports.keepPassword(approach, password);
    return answer;
  }
}
