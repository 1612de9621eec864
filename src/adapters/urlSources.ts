/** Database URLs in files: `.env`, and the configuration of projects. Only the URL's text leaves, to be read. */
import { parse as parseEnvFile } from 'dotenv';
import type { ConnectionByEnvFile } from '../core/connection/setting.ts';
import { expandEnvFileValue } from '../core/connection/variables.ts';
import type { ProjectUrl } from '../core/migration/project.ts';
import { optionOf, readIni } from '../core/text/ini.ts';
import { baseName, folderOf, isAbsolute, isInside, joinPath } from '../core/text/path.ts';

/** The project that a connection is looked for. */
export interface ConnectingProject {
  readonly name: string;
  readonly root: string;
  /** The folder of the workspace it lies in: files are not looked for above it. */
  readonly workspaceFolder: string;
  readonly url?: ProjectUrl;
  /** The section to read instead of the one in `url`. */
  readonly urlSection?: string;
}

/** `undefined` if there is no such file, or it is not readable. */
export type ReadFile = (path: string) => Promise<string | undefined>;

export interface UrlText {
  readonly kind: 'url';
  /** May hold a password. */
  readonly text: string;
  /** Where it stands, for people. */
  readonly place: string;
}

export interface SourceProblem {
  readonly kind: 'problem';
  readonly message: string;
  readonly advice: string;
}

/** The nearest such file, from the project's folder up to the folder of the workspace, that has the key. */
export async function urlInEnvFile(
  { envFile, key }: ConnectionByEnvFile,
  project: ConnectingProject,
  readFile: ReadFile,
): Promise<UrlText | SourceProblem> {
  const files = isAbsolute(envFile)
    ? [envFile]
    : foldersOf(project).map((folder) => joinPath(folder, envFile));
  let wasFound = false;
  for (const file of files) {
    const text = await readFile(file);
    if (text === undefined) continue;
    wasFound = true;
    const url = urlInEnvText(text, file, key);
    if (url !== undefined) return url;
  }
  return wasFound
    ? problem(
        `${baseName(envFile)} has no value for ${key}.`,
        `Add ${key} to it, or correct key in driftline.environments.`,
      )
    : problem(
        `There is no file ${envFile} in the folder of ${project.name} or above it.`,
        'Create it, or correct envFile in driftline.environments.',
      );
}

/** What the project's own configuration says. */
export async function urlOfProject(
  project: ConnectingProject,
  readFile: ReadFile,
): Promise<UrlText | SourceProblem> {
  if (project.url === undefined) {
    return problem(
      `The configuration of ${project.name} names no database URL.`,
      'Name the connection in driftline.environments by host, url or envFile.',
    );
  }
  const { file, key } = project.url;
  const text = await readFile(file);
  if (text === undefined) {
    return problem(`${baseName(file)} of ${project.name} cannot be read.`, 'Check that the file is there.');
  }
  if (!/\.(ini|cfg)$/i.test(file)) {
    return urlInEnvText(text, file, key) ?? noValue(baseName(file), key);
  }
  return urlInIni(text, file, project.urlSection ?? project.url.section ?? 'alembic', key);
}

function urlInIni(text: string, file: string, section: string, key: string): UrlText | SourceProblem {
  const value = optionOf(readIni(text, file).value, section, key, { here: folderOf(file) });
  const place = `${key} in section [${section}] of ${baseName(file)}`;
  if (value?.fault !== undefined) {
    return problem(
      `The database URL cannot be read, because ${value.fault}. It stands in ${place}.`,
      'Correct it there.',
    );
  }
  const url = value?.text ?? '';
  return url === ''
    ? noValue(`Section [${section}] of ${baseName(file)}`, key)
    : { kind: 'url', text: url, place };
}

/**
 * A value may refer to others of its file, not to the environment of this process: the file comes with a repository,
 * and could send any secret of the machine to a host it names.
 */
function urlInEnvText(text: string, file: string, key: string): UrlText | SourceProblem | undefined {
  const values = parseEnvFile(text);
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  if (value === undefined || value === '') return undefined;
  const { text: url, missing } = expandEnvFileValue(value, values);
  if (missing.length === 0) return { kind: 'url', text: url, place: `${key} in ${baseName(file)}` };
  return problem(
    `${key} in ${baseName(file)} refers to ${missing.join(', ')}, which that file does not set.`,
    `Set ${missing.join(', ')} in the same file, or write the connection with \${env:NAME} in driftline.environments.`,
  );
}

function noValue(where: string, key: string): SourceProblem {
  return problem(
    `${where} has no value for ${key}.`,
    `Add ${key} there, or name the connection in driftline.environments another way.`,
  );
}

function foldersOf({ root, workspaceFolder }: ConnectingProject): readonly string[] {
  const folders = [root];
  for (let folder = root; folder !== workspaceFolder && isInside(folder, workspaceFolder); ) {
    folder = folderOf(folder);
    folders.push(folder);
  }
  return folders;
}

export function problem(message: string, advice: string): SourceProblem {
  return { kind: 'problem', message, advice };
}
