/** Which ini sections and `pyproject.toml` tables declare an Alembic project. */
import { type Ini, type IniSection, readIni, sectionNamed } from '../../text/ini.ts';
import { baseName, folderOf } from '../../text/path.ts';
import type { Problem } from '../../text/read.ts';
import type { Files } from '../convention.ts';
import { type AlembicConfig, readTomlConfig, type TomlConfig } from './config.ts';

export interface Declaration {
  readonly config: AlembicConfig;
  /** Of the configuration files themselves. */
  readonly problems: readonly Problem[];
  /** Flask-Migrate passes the folder of its `alembic.ini` itself. */
  readonly isOwnFolder: boolean;
}

/** In the order in which they should win where several declare the same: `alembic.ini` first, `[alembic]` first. */
export async function readDeclarations(
  markers: readonly string[],
  files: Files,
): Promise<readonly Declaration[]> {
  const tomls = new Map<string, TomlConfig | Problem>();
  for (const file of markers.filter((marker) => baseName(marker) === 'pyproject.toml')) {
    const text = await files.read(file);
    const toml = text === undefined ? undefined : readTomlConfig(text, file);
    if (toml !== undefined) tomls.set(folderOf(file), toml);
  }
  const inis = markers.filter((marker) => marker.endsWith('.ini'));
  inis.sort((a, b) => Number(baseName(b) === 'alembic.ini') - Number(baseName(a) === 'alembic.ini'));
  const declared: Declaration[] = [];
  for (const file of inis) declared.push(...(await readIniFile(file, files, tomls.get(folderOf(file)))));
  const served = new Set(declared.flatMap(({ config }) => config.toml?.file ?? []));
  for (const toml of tomls.values()) if (!served.has(toml.file)) declared.push(...declaredByToml(toml));
  return declared;
}

async function readIniFile(
  file: string,
  files: Files,
  toml: TomlConfig | Problem | undefined,
): Promise<readonly Declaration[]> {
  const text = await files.read(file);
  if (text === undefined || !/script_location|^\s*\[alembic\]/m.test(text)) return [];
  const { value: ini, problems } = readIni(text, file);
  const table = toml !== undefined && 'values' in toml ? toml : undefined;
  const declare = (section: string, isOwnFolder = false): Declaration => ({
    config: { file, section, ini, toml: table },
    problems,
    isOwnFolder,
  });
  const sections = declaringSections(ini);
  if (sections.length > 0) return sections.map((section) => declare(section.name));
  if (sectionNamed(ini, 'alembic') === undefined) return [];
  if (table?.values.script_location !== undefined) return [declare('alembic')];
  const besideEnv = (await files.read(`${folderOf(file)}/env.py`)) !== undefined;
  return besideEnv ? [declare('alembic', true)] : [];
}

/**
 * Sections that name a `script_location` of their own; and `[alembic]`, or whichever has Alembic's other options,
 * where it is inherited from `[DEFAULT]`.
 */
function declaringSections(ini: Ini): readonly IniSection[] {
  const inherits = ini.defaults.options.has('script_location');
  const found = ini.sections.filter(
    (section) => section.options.has('script_location') || (inherits && looksLikeAlembic(section)),
  );
  return [...found].sort((a, b) => Number(b.name === 'alembic') - Number(a.name === 'alembic'));
}

function looksLikeAlembic(section: IniSection): boolean {
  return (
    section.name === 'alembic' ||
    ['version_locations', 'sqlalchemy.url', 'prepend_sys_path', 'file_template'].some((key) =>
      section.options.has(key),
    )
  );
}

function declaredByToml(toml: TomlConfig | Problem): readonly Declaration[] {
  if (!('values' in toml)) return [];
  if (typeof toml.values.script_location !== 'string') return [];
  const config = { file: toml.file, section: undefined, ini: undefined, toml };
  return [{ config, problems: [], isOwnFolder: false }];
}
