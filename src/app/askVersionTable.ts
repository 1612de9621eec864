/** What one environment says of a project's version table. */
import { targetText } from '../core/connection/target.ts';
import type { MigrationProject } from '../core/migration/project.ts';
import type { EnvironmentSetting } from '../core/settings.ts';
import { baseName } from '../core/text/path.ts';
import { type Approach, askDatabase, type DatabasePorts } from './askDatabase.ts';
import type { EnvironmentAnswer, ProjectState } from './state.ts';
import { UserError } from './userError.ts';

export interface VersionTableAnswer {
  readonly answer: Omit<EnvironmentAnswer, 'readAt'>;
  /** With the password that the server took: for what is asked next. */
  readonly approach: Approach;
}

/** `undefined`: the user would rather not connect. Rejects with a `UserError`, or as the signal says. */
export async function askVersionTable(
  database: DatabasePorts,
  setting: EnvironmentSetting,
  { project, versionTable }: ProjectState,
  signal: AbortSignal,
): Promise<VersionTableAnswer | undefined> {
  if (versionTable === undefined) throw unknownVersionTable(project);
  const approach = await database.approach(setting, project);
  const asked = await askDatabase(database, approach, [versionTable], signal);
  if (asked === undefined) return undefined;
  const { serverVersion, tables } = asked.reading;
  const [reading] = tables;
  if (reading === undefined)
    throw new Error('The version table was asked for, but there is no answer for it.');
  const target = targetText(asked.connection.target);
  return {
    answer: { target, serverVersion, reading },
    approach: { ...approach, connection: asked.connection },
  };
}

function unknownVersionTable({ name, declaredIn }: MigrationProject): UserError {
  return new UserError(
    `The version table of ${name} is named by code, which is not run.`,
    `Set versionTable for this project in driftline.projects (declared in ${baseName(declaredIn)}).`,
  );
}
