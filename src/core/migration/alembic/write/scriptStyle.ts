/** How a project has its revisions written: the template, and how their files are named and where they lie. */
import { readIni, sectionNamed } from '../../../text/ini.ts';
import { baseName, folderOf } from '../../../text/path.ts';
import type { MigrationProject } from '../../project.ts';
import { type AlembicConfig, alembicOption, booleanOption, readTomlConfig } from '../config.ts';

export interface ScriptStyle {
  /** The text of `script.py.mako`. */
  readonly template: string;
  readonly fileTemplate: string;
  readonly truncateSlugLength: number;
  readonly timezone: string | undefined;
  /** The one folder of all revisions; `undefined`: a revision lies beside the one that it follows. */
  readonly folder: string | undefined;
}

const defaults = { fileTemplate: '%(rev)s_%(slug)s', truncateSlugLength: 40 };

/** @returns `undefined` where the project has no template, or its configuration cannot be read. */
export function scriptStyleOf(
  project: MigrationProject,
  readFile: (path: string) => string | undefined,
): ScriptStyle | undefined {
  const env = project.readFiles.find((file) => baseName(file) === 'env.py');
  const template = env === undefined ? undefined : readFile(`${folderOf(env)}/script.py.mako`);
  if (template === undefined) return undefined;
  const config = configOf(project, readFile);
  const option = (key: string) => config && alembicOption(config, key);
  const fileTemplate = option('file_template');
  if (fileTemplate !== undefined && fileTemplate.text === undefined) return undefined;
  const slugLength = Number(option('truncate_slug_length')?.text ?? '');
  const [only, ...more] = project.folders;
  const isAsConfigured =
    config !== undefined && only?.recursive === booleanOption(config, 'recursive_version_locations');
  return {
    template,
    fileTemplate: fileTemplate?.text ?? defaults.fileTemplate,
    truncateSlugLength: slugLength > 0 ? slugLength : defaults.truncateSlugLength,
    timezone: option('timezone')?.text,
    folder:
      only !== undefined && more.length === 0 && (isAsConfigured || !only.recursive) ? only.path : undefined,
  };
}

/** The configuration that declares the project; `undefined` where only code does. */
function configOf(
  project: MigrationProject,
  readFile: (path: string) => string | undefined,
): AlembicConfig | undefined {
  const file = project.declaredIn;
  const text = readFile(file);
  if (text === undefined) return undefined;
  const tomlFile = file.endsWith('.toml') ? file : `${folderOf(file)}/pyproject.toml`;
  const tomlText = readFile(tomlFile);
  const read = tomlText === undefined ? undefined : readTomlConfig(tomlText, tomlFile);
  const toml = read !== undefined && 'values' in read ? read : undefined;
  if (file === tomlFile) return { file, section: undefined, ini: undefined, toml };
  const ini = readIni(text, file).value;
  const named = project.id.slice(file.length + 1).split('#')[0] ?? '';
  const section = named !== '' && sectionNamed(ini, named) !== undefined ? named : 'alembic';
  return { file, section, ini, toml };
}
