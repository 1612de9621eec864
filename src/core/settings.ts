/** What the settings `driftline.*` say, once read; how they are read is in `settingsSchema.ts`. */
import picomatch from 'picomatch';
import type { ConnectionSetting } from './connection/setting.ts';
import type { IgnoreRule } from './drift/ignoreRules.ts';
import type { SeverityRule } from './models/check/severity.ts';

export interface Settings {
  readonly environments: readonly EnvironmentSetting[];
  readonly projects: readonly ProjectSetting[];
  readonly connection: ConnectionTimeouts;
  /** Differences that nobody wants to hear of; they can still be shown. */
  readonly ignore: readonly IgnoreRule[];
  readonly models: ModelSettings;
  readonly rules: RuleSettings;
  /** The folder of a PostgreSQL server's programs, to rehearse on instead of the embedded one. */
  readonly serverFolder: string | undefined;
  /** How often environments that are looked at are read again; 0: only when asked. */
  readonly pollSeconds: number;
}

/** How SQLAlchemy models are compared with migrations and databases. */
export interface ModelSettings {
  readonly enabled: boolean;
  /** Later ones go first. */
  readonly severities: readonly SeverityRule[];
  /** Beside those of {@link Settings.ignore}. */
  readonly ignore: readonly IgnoreRule[];
  /** A file of findings that are known and left for later; relative to the workspace's first folder. */
  readonly baseline: string | undefined;
}

/** How migrations are checked for what holds up others. */
export interface RuleSettings {
  readonly enabled: boolean;
  /** Rule → how loudly it is told; `off`: not at all. */
  readonly severities: Readonly<Record<string, 'error' | 'warning' | 'information' | 'off'>>;
}

/** A database of one project, or, under one name, the databases of several. */
export interface EnvironmentSetting {
  readonly name: string;
  /** Names or globs; absent: every project. */
  readonly projects?: readonly string[];
  readonly connection: ConnectionSetting;
  /** `${env:NAME}`. */
  readonly password?: string;
  /** Be careful here: production. */
  readonly protected: boolean;
  /** Commands that write may be placed in a terminal, unexecuted; never where it is protected. */
  readonly writable?: boolean;
}

/** What a project's configuration computes when it runs, and so cannot be read. */
export interface ProjectSetting {
  /** A name or a glob. */
  readonly project: string;
  readonly versionTable?: string;
  readonly versionTableSchema?: string;
  /** The section of `alembic.ini` whose `sqlalchemy.url` is meant. */
  readonly urlSection?: string;
  /** How Alembic is called in the project's folder: `uv run alembic`, `docker compose exec app alembic`. */
  readonly alembic?: string;
}

export interface ConnectionTimeouts {
  readonly connectTimeoutMs: number;
  readonly statementTimeoutMs: number;
}

export const defaultSettings: Settings = {
  environments: [],
  projects: [],
  connection: { connectTimeoutMs: 5000, statementTimeoutMs: 5000 },
  ignore: [],
  models: { enabled: true, severities: [], ignore: [], baseline: undefined },
  rules: { enabled: true, severities: {} },
  serverFolder: undefined,
  pollSeconds: 60,
};

/** The environments that a project of this name has. Where a name recurs, the first that serves the project counts. */
export function environmentsOf(settings: Settings, projectName: string): readonly EnvironmentSetting[] {
  const serving = settings.environments.filter(
    ({ projects }) => projects?.some(matches(projectName)) ?? true,
  );
  return serving.filter(({ name }, index) => serving.findIndex((other) => other.name === name) === index);
}

/** What the settings say of a project; where several entries match, later ones go first. */
export function projectSettingOf(settings: Settings, projectName: string): Omit<ProjectSetting, 'project'> {
  return Object.assign({}, ...settings.projects.filter(({ project }) => matches(projectName)(project)));
}

function matches(projectName: string): (pattern: string) => boolean {
  return (pattern) => pattern === projectName || picomatch.isMatch(projectName, pattern);
}
