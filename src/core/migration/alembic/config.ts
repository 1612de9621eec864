/**
 * Alembic's configuration as its `Config` object answers: an ini section first, then `[tool.alembic]` of the
 * `pyproject.toml` beside it.
 *
 * @see https://alembic.sqlalchemy.org/en/latest/tutorial.html#using-pyproject-toml-for-configuration
 */
import { parse } from 'smol-toml';
import { type Ini, optionOf } from '../../text/ini.ts';
import { folderOf } from '../../text/path.ts';
import type { Range } from '../../text/range.ts';
import type { Problem } from '../../text/read.ts';

export interface AlembicConfig {
  /** The file that declares the project. */
  readonly file: string;
  /** The ini section; `undefined` where only `pyproject.toml` speaks. */
  readonly section: string | undefined;
  readonly ini: Ini | undefined;
  readonly toml: TomlConfig | undefined;
}

export interface TomlConfig {
  readonly file: string;
  readonly text: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface ConfigValue {
  /** `undefined` where it cannot be interpolated. */
  readonly text: string | undefined;
  readonly fault?: string;
  readonly file: string;
  readonly range?: Range;
}

/** `[tool.alembic]`; `undefined` if the file has none. */
export function readTomlConfig(text: string, file: string): TomlConfig | undefined | Problem {
  if (!/\btool\b[\s\S]*\balembic\b/.test(text)) return undefined;
  try {
    const values = tableIn(tableIn(parse(text), 'tool'), 'alembic');
    return values === undefined ? undefined : { file, text, values };
  } catch (error) {
    if (!/^\s*\[\s*tool\s*\.\s*alembic\b/m.test(text)) return undefined;
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    const message = `This file is not valid TOML, so Alembic cannot read its configuration. Correct it: ${reason}`;
    return { code: 'toml-syntax', severity: 'error', message, file };
  }
}

/** As `Config.get_main_option`: from the ini section alone. */
export function mainOption(config: AlembicConfig, key: string): ConfigValue | undefined {
  return config.section === undefined ? undefined : sectionOption(config, config.section, key);
}

export function sectionOption(config: AlembicConfig, section: string, key: string): ConfigValue | undefined {
  if (config.ini === undefined) return undefined;
  const value = optionOf(config.ini, section, key, { here: folderOf(config.ini.file) });
  return value === undefined ? undefined : { ...value, file: config.ini.file };
}

/** As `Config.get_alembic_option`, for a string. */
export function alembicOption(config: AlembicConfig, key: string): ConfigValue | undefined {
  const main = mainOption(config, key);
  if (main !== undefined || config.toml === undefined) return main;
  const value = config.toml.values[key];
  return typeof value === 'string' ? tomlValue(config.toml, key, value) : undefined;
}

export function booleanOption(config: AlembicConfig, key: string): boolean {
  const main = mainOption(config, key);
  return main === undefined ? config.toml?.values[key] === true : main.text === 'true';
}

/** `version_locations` and `prepend_sys_path`: separated as configured in ini, a list in TOML. */
export function listOption(
  config: AlembicConfig,
  key: 'version_locations' | 'prepend_sys_path',
): { readonly values: readonly string[]; readonly problem?: Problem } {
  const main = mainOption(config, key);
  if (main !== undefined && main.text !== '') return splitOption(config, key, main);
  const list = config.toml?.values[key];
  if (config.toml === undefined || !Array.isArray(list)) return { values: [] };
  const { toml } = config;
  return {
    values: list.flatMap((item) => (typeof item === 'string' ? (tomlValue(toml, key, item).text ?? []) : [])),
  };
}

function splitOption(
  config: AlembicConfig,
  key: 'version_locations' | 'prepend_sys_path',
  main: ConfigValue,
): { readonly values: readonly string[]; readonly problem?: Problem } {
  const { text } = main;
  if (text === undefined) return { values: [], problem: uninterpolated(key, main) };
  const names =
    key === 'version_locations' ? ['path_separator', 'version_path_separator'] : ['path_separator'];
  const separator = names.map((name) => mainOption(config, name)).find((option) => option !== undefined);
  if (separator === undefined) {
    return { values: text.split(key === 'version_locations' ? /, *| +/ : /, *| +|:/).filter(isThere) };
  }
  const character = separatorOf(separator.text, text);
  if (character === undefined) return { values: [], problem: unknownSeparator(separator) };
  return {
    values: text
      .split(character)
      .map((part) => part.trim())
      .filter(isThere),
  };
}

function isThere(part: string): boolean {
  return part.trim() !== '';
}

function separatorOf(name: string | undefined, text: string): string | undefined {
  switch (name) {
    case 'space':
      return ' ';
    case 'newline':
      return '\n';
    case ':':
    case ';':
      return name;
    case 'os':
      // Which system this is, the paths themselves tell: only Windows has drives and `;` between paths.
      return text.includes(';') || /^\s*[A-Za-z]:[\\/]/.test(text) ? ';' : ':';
    default:
      return undefined;
  }
}

function unknownSeparator(separator: ConfigValue): Problem {
  const message = `Alembic knows no path separator “${separator.text}”. Write os, space, newline, : or ;.`;
  const place = separator.range === undefined ? {} : { range: separator.range };
  return { code: 'path-separator-unknown', severity: 'error', message, file: separator.file, ...place };
}

/** For a value that Python's configparser would refuse to give out. */
export function uninterpolated(key: string, value: ConfigValue): Problem {
  const message = `${key} cannot be read: ${value.fault ?? 'it is not text'}. Correct it; Alembic refuses it too.`;
  const place = value.range === undefined ? {} : { range: value.range };
  return { code: 'config-interpolation', severity: 'error', message, file: value.file, ...place };
}

function tableIn(value: unknown, key: string): Record<string, unknown> | undefined {
  const inner = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof inner === 'object' && inner !== null && !Array.isArray(inner)
    ? (inner as Record<string, unknown>)
    : undefined;
}

/** TOML values go through Python's `%` operator, which knows `%(here)s` and `%%` and nothing else. */
function tomlValue(toml: TomlConfig, key: string, raw: string): ConfigValue {
  let fault: string | undefined;
  const text = raw.replace(/%(?:\((\w+)\)s|%)?/g, (token, name: string | undefined) => {
    if (token === '%%') return '%';
    if (name === 'here') return folderOf(toml.file);
    fault = name === undefined ? 'a % must be written %%' : `%(${name})s is not set`;
    return '';
  });
  const start = toml.text.search(new RegExp(`^[ \\t]*(?:"${key}"|${key})[ \\t]*=`, 'm'));
  const end = start < 0 ? -1 : toml.text.indexOf('\n', start + 1);
  const place = start < 0 ? {} : { range: { start, end: end < 0 ? toml.text.length : end } };
  return fault === undefined
    ? { text, file: toml.file, ...place }
    : { text: undefined, fault, file: toml.file, ...place };
}
