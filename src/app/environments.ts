/** Which environments every project has, by the settings. */
import { conventionOf } from '../core/migration/allConventions.ts';
import type { MigrationProject } from '../core/migration/project.ts';
import type { VersionTable } from '../core/migration/versionTable.ts';
import {
  type EnvironmentSetting,
  environmentsOf,
  projectSettingOf,
  type Settings,
} from '../core/settings.ts';
import type { EnvironmentState } from './state.ts';

/** @param known What was there before: an environment that is still there keeps its status. */
export function environmentStates(
  settings: Settings,
  projects: readonly MigrationProject[],
  known: readonly EnvironmentState[],
): readonly EnvironmentState[] {
  const statuses = new Map(known.map(({ id, status }) => [id, status]));
  return projects.flatMap((project) =>
    environmentsOf(settings, project.name).map((setting): EnvironmentState => {
      const id = `${setting.name} ${project.id}`;
      const status = statuses.get(id) ?? { kind: 'notRead' };
      return { id, name: setting.name, projectId: project.id, protected: setting.protected, status };
    }),
  );
}

export function settingOf(
  settings: Settings,
  project: MigrationProject,
  name: string,
): EnvironmentSetting | undefined {
  return environmentsOf(settings, project.name).find((one) => one.name === name);
}

/** Environments of which the two settings say the same, so that what they answered still holds. */
export function untouched(
  environments: readonly EnvironmentState[],
  projects: readonly MigrationProject[],
  before: Settings,
  after: Settings,
): readonly EnvironmentState[] {
  return environments.filter(({ name, projectId }) => {
    const project = projects.find(({ id }) => id === projectId);
    if (project === undefined) return false;
    const said = (settings: Settings) =>
      JSON.stringify([settingOf(settings, project, name), projectSettingOf(settings, project.name)]);
    return said(before) === said(after);
  });
}

/** The project's version table, with what the settings say of it; `undefined` where neither tells its name. */
export function versionTableOf(project: MigrationProject, settings: Settings): VersionTable | undefined {
  const said = projectSettingOf(settings, project.name);
  const usual = conventionOf(project.convention).versionTable;
  const name = said.versionTable ?? project.versionTable?.name;
  const schema = said.versionTableSchema ?? project.versionTable?.schema;
  if (name === undefined) return undefined;
  return { ...usual, ...project.versionTable, name, ...(schema !== undefined && { schema }) };
}
