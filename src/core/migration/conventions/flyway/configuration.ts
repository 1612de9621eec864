/**
 * Flyway's own configuration files, `flyway.conf` (properties) and `flyway.toml`, as far as they say where scripts
 * and history are. Of URLs, users and passwords nothing is kept.
 *
 * What Spring Boot, Maven or Gradle configure is not read.
 */
import { parse, TomlError } from 'smol-toml';
import { baseName } from '../../../text/path.ts';
import type { Range } from '../../../text/range.ts';
import type { Problem, Read } from '../../../text/read.ts';
import type { ProjectFact } from '../../project.ts';

const TRANSACTIONAL_LOCK = 'postgresql.transactional.lock';

const SETTINGS = [
  'locations',
  'table',
  'defaultSchema',
  'schemas',
  'sqlMigrationPrefix',
  'repeatableSqlMigrationPrefix',
  'undoSqlMigrationPrefix',
  'baselineMigrationPrefix',
  'sqlMigrationSeparator',
  'sqlMigrationSuffixes',
  'encoding',
  'placeholderReplacement',
  'outOfOrder',
  'baselineVersion',
  'baselineOnMigrate',
  'ignoreMigrationPatterns',
  'target',
  'mixed',
  'executeInTransaction',
  TRANSACTIONAL_LOCK,
] as const;

export type FlywaySetting = (typeof SETTINGS)[number];

export const isConfiguration = (fileName: string): boolean =>
  /^flyway(?:[-_.][^/]*)?\.(?:conf|properties|toml)$/.test(fileName);

/** One fact for each setting that the file makes; lists are joined by commas. */
export function readConfiguration(file: string, text: string): Read<readonly ProjectFact[]> {
  const settings = file.endsWith('.toml')
    ? readToml(file, text)
    : { value: readProperties(text), problems: [] };
  const facts = SETTINGS.flatMap((name) => {
    const found = settings.value.get(name);
    if (found === undefined) return [];
    // Only Flyway, when it runs, knows the environment it runs in.
    const value = found.text.includes('${') ? undefined : found.text;
    return [{ name, value, file, ...(found.range && { range: found.range }) }];
  });
  return { value: facts, problems: settings.problems };
}

export function settingOf(facts: readonly ProjectFact[], name: FlywaySetting): ProjectFact | undefined {
  return facts.find((fact) => fact.name === name);
}

/** `a, b` → two; empty for an empty text. */
export const listOf = (text: string | undefined): readonly string[] =>
  (text ?? '').split(',').flatMap((part) => part.trim() || []);

interface Setting {
  readonly text: string;
  readonly range?: Range;
}

type Settings = ReadonlyMap<string, Setting>;

/** Backslashes are plain text, except at the end of a line, where the next one goes on. */
function readProperties(text: string): Settings {
  const settings = new Map<string, Setting>();
  const line = /^[ \t]*flyway\.([\w.]+)[ \t]*[=:][ \t]*((?:[^\r\n\\]|\\(?!\r?\n)|\\\r?\n[ \t]*)*)$/gm;
  for (const match of text.matchAll(line)) {
    const [whole, key = '', raw = ''] = match;
    const end = match.index + whole.length;
    const value = raw.replace(/\\\r?\n[ \t]*/g, '').trim();
    settings.set(key, {
      text: value,
      range: { start: end - raw.length, end: end - raw.length + raw.trimEnd().length },
    });
  }
  return settings;
}

function readToml(file: string, text: string): Read<Settings> {
  try {
    const root = tableIn(parse(text));
    const flyway = tableIn(root.flyway);
    const environments = tableIn(root.environments);
    const settings = new Map<string, Setting>();
    for (const [key, value] of Object.entries({
      ...environmentIn(environments, flyway.environment),
      ...flyway,
      [TRANSACTIONAL_LOCK]: tableIn(tableIn(flyway.postgresql).transactional).lock,
    })) {
      const flat = flatText(value);
      if (flat !== undefined) settings.set(key, { text: flat, ...rangeOfKey(text, key) });
    }
    return { value: settings, problems: [] };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { value: new Map(), problems: [unreadable(file, text, error)] };
  }
}

/** The schemas are an environment's; where several are declared and none is chosen, only `default` counts. */
function environmentIn(environments: TomlTable, chosen: unknown): TomlTable {
  const names = Object.keys(environments);
  const name = typeof chosen === 'string' ? chosen : names.length === 1 ? (names[0] ?? 'default') : 'default';
  const { schemas } = tableIn(environments[name]);
  return schemas === undefined ? {} : { schemas };
}

type TomlTable = Readonly<Record<string, unknown>>;

function tableIn(value: unknown): TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as TomlTable) : {};
}

function flatText(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map(flatText).join(',');
  return typeof value === 'object' || value === undefined ? undefined : String(value);
}

function rangeOfKey(text: string, key: string): { readonly range?: Range } {
  const match = new RegExp(`^[ \\t]*${key}[ \\t]*=`, 'm').exec(text);
  if (match === null) return {};
  const end = text.indexOf('\n', match.index + match[0].length);
  return { range: { start: match.index, end: end < 0 ? text.length : end } };
}

function unreadable(file: string, text: string, error: TomlError): Problem {
  const lines = text.split('\n').slice(0, error.line - 1);
  const start = lines.reduce((sum, line) => sum + line.length + 1, 0);
  return {
    code: 'unreadable-configuration',
    severity: 'error',
    message: `${baseName(file)} is not valid TOML from line ${error.line} on. Until it is, the scripts are looked for where Flyway looks by default.`,
    file,
    range: { start, end: start + (text.split('\n')[error.line - 1]?.length ?? 0) },
  };
}
