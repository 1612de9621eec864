/**
 * The settings `driftline.*`: their shape, defaults and descriptions. The manifest repeats
 * {@link settingsJsonSchemas}; a test holds the two together.
 *
 * One wrong environment does not take the others away: it becomes a problem, and the rest is read.
 */
import { z } from 'zod';
import { connectionFormOf, connectionSetting } from './connection/setting.ts';
import { oneVariable } from './connection/variables.ts';
import type { IgnoreRule } from './drift/ignoreRules.ts';
import { severities } from './models/check/modelFinding.ts';
import { findingKinds, type SeverityRule } from './models/check/severity.ts';
import { defaultSettings, type EnvironmentSetting, type ProjectSetting, type Settings } from './settings.ts';
import { type SettingsPath, type SettingsProblem, settingsProblem, toProblems } from './settingsProblem.ts';

const text = z.string().min(1);

const environment = z
  .strictObject({
    name: text.meta({
      markdownDescription:
        'How people call it, such as `staging`. The same name may stand here several times for different projects.',
    }),
    projects: z.array(text).min(1).exactOptional().meta({
      markdownDescription: 'The projects that have this database: names or globs. Leave it out for all.',
    }),
    connection: connectionSetting,
    password: z
      .string()
      .regex(
        oneVariable,
        'must be ${env:NAME}: passwords do not belong in settings. Leave it out to be asked once; Driftline then keeps it in secret storage',
      )
      .exactOptional()
      .meta({
        markdownDescription:
          '`${env:NAME}`: an environment variable that holds the password. Left out, Driftline asks for it and keeps it in secret storage.',
        patternErrorMessage: 'Write ${env:NAME}, or leave it out: passwords do not belong in settings.',
      }),
    protected: z
      .boolean()
      .default(false)
      .meta({ markdownDescription: 'Marks a database to be careful with, such as production.' }),
    writable: z.boolean().exactOptional().meta({
      markdownDescription:
        'Lets Driftline place a command that writes, such as `alembic stamp`, in a terminal, for you to run. Never where `protected` is set.',
    }),
  })
  .meta({
    defaultSnippets: [
      snippet('Environment by host', { host: 'localhost', database: '${3:database}', user: '${4:user}' }),
      snippet('Environment by variable', { url: '\\${env:${3:DATABASE_URL}\\}' }),
      snippet('Environment by .env file', { envFile: '${3:.env}', key: '${4:DATABASE_URL}' }),
      snippet('Environment by alembic.ini', { from: 'alembic.ini' }),
    ],
  }) satisfies z.ZodType<EnvironmentSetting>;

const project = z.strictObject({
  project: text.meta({ markdownDescription: 'The project, as the Revisions view names it, or a glob.' }),
  versionTable: text.exactOptional().meta({ markdownDescription: 'The name of its version table.' }),
  versionTableSchema: text.exactOptional().meta({ markdownDescription: 'The schema of its version table.' }),
  urlSection: text
    .exactOptional()
    .meta({ markdownDescription: 'The section of `alembic.ini` whose `sqlalchemy.url` is used.' }),
  alembic: text.exactOptional().meta({
    markdownDescription:
      'How Alembic is called in the folder of the project, such as `uv run alembic` or `docker compose exec app alembic`. Only used where you ask to compare with its own SQL.',
  }),
}) satisfies z.ZodType<ProjectSetting>;

const ignoredKinds = [
  'table',
  'column',
  'constraint',
  'index',
  'trigger',
  'policy',
  'view',
  'sequence',
  'type',
  'label',
  'routine',
  'schema',
  'extension',
] as const;

const pattern = text.meta({
  markdownDescription:
    'A glob: `tmp_*` for objects of any schema, `audit.*` for all of a schema, `public.users.legacy_*` for parts of a table.',
});

const ignoreRule = z.union([
  pattern.transform((glob): IgnoreRule => ({ pattern: glob })),
  z.strictObject({
    pattern,
    kind: z.enum(ignoredKinds).exactOptional().meta({ markdownDescription: 'Only objects of this kind.' }),
  }) satisfies z.ZodType<IgnoreRule>,
]);

const severityKey = new RegExp(`^(?:\\*|${findingKinds.join('|')})(?:@.+)?$`);

const severityRules = z.record(
  z.string().regex(severityKey, 'is not a kind of finding, or one with @ and an environment'),
  z.enum(severities),
);

const timeoutMs = z.int().min(100).max(600_000);

const pollSeconds = z.int().min(0).max(86_400).default(defaultSettings.pollSeconds);

/** Setting id → its schema, default and description. */
export const settingSchemas = {
  'driftline.environments': z.array(environment).default([]).meta({
    markdownDescription:
      'The databases that projects are deployed to. Nothing is connected to before you agree to it once.',
  }),
  'driftline.projects': z.array(project).default([]).meta({
    markdownDescription: 'What a project computes when it runs and cannot be read from its files.',
  }),
  'driftline.ignore': z.array(ignoreRule).prefault([]).meta({
    markdownDescription:
      'Differences between a database and its migrations that are not worth telling. They are still counted, and shown on request.',
  }),
  'driftline.models.enabled': z.boolean().default(defaultSettings.models.enabled).meta({
    markdownDescription:
      'Compare SQLAlchemy models with the migrations and with the databases that were read, and underline what disagrees.',
  }),
  'driftline.models.severity': severityRules.prefault({}).meta({
    markdownDescription:
      'How loudly findings are told: a kind, `*` for all, or either with `@` and an environment → `error`, `warning`, `information`, `hint` or `off`. Such as `{ "column-wider": "off", "*@local": "hint" }`; later entries go first.',
  }),
  'driftline.models.ignore': z.array(ignoreRule).prefault([]).meta({
    markdownDescription:
      'Tables and columns whose models are not compared. A comment `# driftline: ignore` at the end of a line does the same for that line.',
  }),
  'driftline.models.baseline': z.string().default('').meta({
    markdownDescription:
      'A file of findings that are known and left for later, as `driftline check --write-baseline` writes it.',
  }),
  'driftline.rules.enabled': z.boolean().default(defaultSettings.rules.enabled).meta({
    markdownDescription:
      'Underline what would hold up others in migrations: locks, rewrites, scans, and what has a safer form.',
  }),
  'driftline.rules.severity': z
    .record(text, z.enum(['error', 'warning', 'information', 'off']))
    .default({})
    .meta({
      markdownDescription:
        'How loudly rules about migrations are told: a rule → `error`, `warning`, `information` or `off`. A comment `# driftline: ignore[rule] reason` at the end of a line accepts one.',
    }),
  'driftline.rehearsal.serverFolder': z.string().default('').meta({
    markdownDescription:
      'The folder of a PostgreSQL server’s programs (`initdb`, `postgres`), such as `/usr/lib/postgresql/16/bin`: upgrades are rehearsed on it instead of the embedded server where its major version is that of the environment.',
  }),
  'driftline.connection.pollSeconds': pollSeconds.meta({
    markdownDescription:
      'How often to look for changes, in seconds, while the view *Environments* is shown: environments that were read are read again, and of their schemas only what has changed. `0` turns it off.',
  }),
  'driftline.connection.connectTimeoutMs': timeoutMs
    .default(defaultSettings.connection.connectTimeoutMs)
    .meta({
      markdownDescription: 'How long to wait for a server to answer, in milliseconds.',
    }),
  'driftline.connection.statementTimeoutMs': timeoutMs
    .default(defaultSettings.connection.statementTimeoutMs)
    .meta({
      markdownDescription: 'How long a statement may take on a server, in milliseconds.',
    }),
} as const;

export type SettingId = keyof typeof settingSchemas;

export const settingIds = Object.keys(settingSchemas) as readonly SettingId[];

/** Setting id → JSON schema, as the manifest contributes it. */
export function settingsJsonSchemas(): Readonly<Record<SettingId, object>> {
  const entries = settingIds.map((id) => {
    const { $schema: _, ...schema } = z.toJSONSchema(settingSchemas[id], { io: 'input' });
    return [id, schema];
  });
  return Object.fromEntries(entries) as Record<SettingId, object>;
}

/**
 * @param raw Values by setting id, such as a `settings.json` or what the editor says; other ids are passed over,
 *   and what is absent has its default.
 */
export function readSettings(raw: Readonly<Record<string, unknown>>): SettingsReading {
  const problems: SettingsProblem[] = [];
  const environments = readItems(raw, 'driftline.environments', problems, environment);
  return {
    value: {
      environments: withoutDuplicates(environments, problems),
      projects: readItems(raw, 'driftline.projects', problems, project).map(({ item }) => item),
      ignore: readItems(raw, 'driftline.ignore', problems, ignoreRule).map(({ item }) => item),
      models: readModelSettings(raw, problems),
      rules: {
        enabled: readValue(raw, 'driftline.rules.enabled', problems),
        severities: readValue(raw, 'driftline.rules.severity', problems),
      },
      serverFolder: readValue(raw, 'driftline.rehearsal.serverFolder', problems) || undefined,
      pollSeconds: readValue(raw, 'driftline.connection.pollSeconds', problems),
      connection: {
        connectTimeoutMs: readValue(raw, 'driftline.connection.connectTimeoutMs', problems),
        statementTimeoutMs: readValue(raw, 'driftline.connection.statementTimeoutMs', problems),
      },
    },
    problems,
  };
}

export interface SettingsReading {
  readonly value: Settings;
  readonly problems: readonly SettingsProblem[];
}

function readModelSettings(
  raw: Readonly<Record<string, unknown>>,
  problems: SettingsProblem[],
): Settings['models'] {
  const severity = readValue(raw, 'driftline.models.severity', problems);
  return {
    enabled: readValue(raw, 'driftline.models.enabled', problems),
    severities: Object.entries(severity).map(([key, level]): SeverityRule => {
      const [kind = '', environment] = key.split(/@(.*)/s);
      const place = environment === undefined ? {} : { environment };
      return { kind: kind as SeverityRule['kind'], ...place, severity: level };
    }),
    ignore: readItems(raw, 'driftline.models.ignore', problems, ignoreRule).map(({ item }) => item),
    baseline: readValue(raw, 'driftline.models.baseline', problems) || undefined,
  };
}

interface Item<T> {
  readonly item: T;
  readonly path: SettingsPath;
}

function readItems<T>(
  raw: Readonly<Record<string, unknown>>,
  id: SettingId,
  problems: SettingsProblem[],
  schema: z.ZodType<T>,
): readonly Item<T>[] {
  const list = raw[id] ?? [];
  if (!Array.isArray(list)) {
    problems.push(settingsProblem([id], 'must be a list'));
    return [];
  }
  return list.flatMap((value: unknown, index) => {
    const path = [id, index];
    const result = schema.safeParse(value);
    if (result.success) return [{ item: result.data, path }];
    for (const issue of result.error.issues) problems.push(...problemsOf(issue, value, path));
    return [];
  });
}

function problemsOf(issue: z.core.$ZodIssue, value: unknown, path: SettingsPath): readonly SettingsProblem[] {
  if (issue.code !== 'invalid_union' || issue.path.join() !== 'connection')
    return toProblems([issue], value, path);
  const given = (value as { readonly connection?: unknown }).connection;
  const at = [...path, 'connection'];
  if (typeof given !== 'object' || given === null) {
    return [settingsProblem(at, given === undefined ? 'is missing' : 'must be an object')];
  }
  return toProblems(connectionFormOf(given).safeParse(given).error?.issues ?? [], given, at);
}

/** A setting of one value; a wrong one becomes a problem, and its default counts. */
function readValue<Id extends SettingId>(
  raw: Readonly<Record<string, unknown>>,
  id: Id,
  problems: SettingsProblem[],
): z.output<(typeof settingSchemas)[Id]> {
  const schema: z.ZodType = settingSchemas[id];
  const result = schema.safeParse(raw[id]);
  if (!result.success) problems.push(...toProblems(result.error.issues, raw[id], [id]));
  return (result.success ? result.data : schema.parse(undefined)) as z.output<(typeof settingSchemas)[Id]>;
}

/** Two entries that say different things of the same project would make the answer depend on their order. */
function withoutDuplicates(
  items: readonly Item<EnvironmentSetting>[],
  problems: SettingsProblem[],
): readonly EnvironmentSetting[] {
  return items.flatMap(({ item, path }, index) => {
    const twin = items.slice(0, index).find((other) => overlaps(other.item, item));
    if (twin === undefined) return [item];
    problems.push(
      settingsProblem([...path, 'name'], 'is taken by another entry for the same projects. Rename one'),
    );
    return [];
  });
}

function overlaps(one: EnvironmentSetting, other: EnvironmentSetting): boolean {
  if (one.name !== other.name) return false;
  if (one.projects === undefined && other.projects === undefined) return true;
  return one.projects?.some((project) => other.projects?.includes(project)) ?? false;
}

function snippet(label: string, connection: object): object {
  return { label, body: { name: '${1:staging}', projects: ['${2:project}'], connection } };
}
