/**
 * Where a project's scripts are.
 *
 * Alembic resolves relative paths from the directory it is started in, and `package:folder` by importing the package.
 * Neither is known here, so the folder of the configuration is tried first, then the folders above it.
 */
import { folderOf, isAbsolute, joinPath } from '../../text/path.ts';
import type { Problem } from '../../text/read.ts';
import type { Files } from '../convention.ts';
import type { ScriptFolder } from '../project.ts';
import { alembicOption, booleanOption, listOption, uninterpolated } from './config.ts';
import type { Declaration } from './declarations.ts';
import { defaultVersions, type Versions } from './versions.ts';

export interface Location extends Versions {
  /** The folder of `env.py`. */
  readonly scripts: string;
}

/** None if there is no `script_location`, or one that a template leaves open; several where code chooses one. */
export async function locate(declaration: Declaration, files: Files): Promise<readonly Location[]> {
  const { config, isOwnFolder } = declaration;
  const here = folderOf(config.file);
  const option = alembicOption(config, 'script_location');
  const problems: Problem[] = [];
  const prepend = listOption(config, 'prepend_sys_path');
  if (prepend.problem !== undefined) problems.push(prepend.problem);
  let found: Found | undefined = { path: here, start: here };
  if (!isOwnFolder) {
    if (option === undefined) return [];
    if (option.text === undefined) {
      const problem = uninterpolated('script_location', option);
      return [{ scripts: here, folders: [], problems: [...problems, problem] }];
    }
    found = await findFolder(option.text, here, prepend.values, (path) => hasEnv(path, files));
    if (found === undefined) {
      if (isTemplate(option.text)) return [];
      const place = option.range === undefined ? {} : { range: option.range };
      const message = `The folder that script_location names, ${option.text}, is not in the workspace. Correct it, or open the folder as well.`;
      problems.push({
        code: 'script-location-missing',
        severity: 'error',
        message,
        file: option.file,
        ...place,
      });
      const scripts = option.text.includes(':') ? here : joinPath(here, option.text);
      return [{ scripts, folders: [], problems }];
    }
  }
  const versions = await locateVersions(declaration, found, prepend.values, files);
  const scripts = found.path;
  return versions.map((one) => ({ ...one, scripts, problems: [...problems, ...one.problems] }));
}

interface Found {
  readonly path: string;
  /** The directory from which the path was found: where Alembic would be started. */
  readonly start: string;
}

async function locateVersions(
  { config }: Declaration,
  found: Found,
  prepend: readonly string[],
  files: Files,
): Promise<readonly Versions[]> {
  const recursive = booleanOption(config, 'recursive_version_locations');
  const list = listOption(config, 'version_locations');
  const problems = list.problem === undefined ? [] : [list.problem];
  if (list.values.length === 0) {
    const versions = await defaultVersions(found.path, recursive, files);
    return versions.map((one) => ({ ...one, problems: [...problems, ...one.problems] }));
  }
  const folders: ScriptFolder[] = [];
  for (const text of list.values) {
    const isThere = async (path: string) => (await files.list(path, { recursive: true })).length > 0;
    const place = await findFolder(text, found.start, prepend, isThere);
    const path = place?.path ?? joinPath(found.start, text);
    if (!folders.some((folder) => folder.path === path)) folders.push({ path, recursive });
  }
  return [{ folders, problems }];
}

/** A file from which another program makes the real configuration: `{alembic_dir}`, `${folder}`, `<path>`. */
function isTemplate(text: string): boolean {
  return /[{}<>$]/.test(text);
}

async function hasEnv(path: string, files: Files): Promise<boolean> {
  if ((await files.read(joinPath(path, 'env.py'))) !== undefined) return true;
  return (await files.list(joinPath(path, 'versions'), { recursive: false })).length > 0;
}

async function findFolder(
  text: string,
  here: string,
  prepend: readonly string[],
  isThere: (path: string) => Promise<boolean>,
): Promise<Found | undefined> {
  if (isAbsolute(text)) {
    const path = joinPath(here, text);
    return (await isThere(path)) ? { path, start: here } : undefined;
  }
  const inPackage = text.includes(':');
  const relative = inPackage ? packagePath(text) : text;
  for (const start of upwards(here)) {
    const roots = inPackage
      ? [...prepend.map((path) => joinPath(start, path)), start, `${start}/src`, `${start}/lib`]
      : [start];
    for (const root of roots) {
      const path = joinPath(root, relative);
      if (await isThere(path)) return { path, start };
    }
  }
  return undefined;
}

/** `app.db:migrations:x` → `app/db/migrations/x` */
function packagePath(text: string): string {
  const [name = '', ...folders] = text.split(':');
  return [...name.split('.'), ...folders].join('/');
}

/** A folder and those above it, but not the root of the file system unless that is where it lies. */
function upwards(folder: string): string[] {
  const all = [folder];
  for (let at = folderOf(folder); at !== all.at(-1) && folderOf(at) !== at; at = folderOf(at)) all.push(at);
  return all;
}
