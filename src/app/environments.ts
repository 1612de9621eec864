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
import type { Chain } from './loadProject.ts';
import type { EnvironmentState, ProjectState } from './state.ts';

/** @param known What was there before: an environment that is still asked the same keeps its status. */
export function environmentStates(
  settings: Settings,
  projects: readonly ProjectState[],
  known: readonly EnvironmentState[],
): readonly EnvironmentState[] {
  return projects.flatMap(({ project, versionTable }) =>
    environmentsOf(settings, project.name).map((setting): EnvironmentState => {
      const id = `${setting.name} ${project.id}`;
      const { urlSection } = projectSettingOf(settings, project.name);
      const question = JSON.stringify([setting, versionTable, project.url, urlSection]);
      const before = known.find((one) => one.id === id && one.question === question);
      return {
        id,
        name: setting.name,
        projectId: project.id,
        question,
        protected: setting.protected,
        status: before?.status ?? { kind: 'notRead' },
        drift: before?.drift ?? { kind: 'notRead' },
      };
    }),
  );
}

/** Environments of the settings that no project found has, as sentences: most likely a name is misspelt. */
export function unservedEnvironments(
  settings: Settings,
  projects: readonly ProjectState[],
): readonly string[] {
  const served = new Set(projects.flatMap(({ project }) => environmentsOf(settings, project.name)));
  const names = projects.map(({ project }) => project.name).join(', ');
  return settings.environments
    .filter((setting) => !served.has(setting))
    .map(({ name, projects: wanted = [] }) => {
      return `Environment ${name} in driftline.environments is for ${wanted.join(', ')}, but no such project was found. There are: ${names}.`;
    });
}

export function settingOf(
  settings: Settings,
  project: MigrationProject,
  name: string,
): EnvironmentSetting | undefined {
  return environmentsOf(settings, project.name).find((one) => one.name === name);
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

/** What the settings say of the version table answers what the configuration leaves open. */
export function withVersionTable(chain: Chain, versionTable: VersionTable | undefined): ProjectState {
  if (versionTable === undefined || chain.project.versionTable !== undefined)
    return { ...chain, versionTable };
  const problems = chain.problems.filter(({ code }) => code !== 'version-table-unknown');
  return { ...chain, versionTable, problems };
}
