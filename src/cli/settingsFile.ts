/** Where the command line takes the folders and settings of a workspace from: the files VS Code keeps them in. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ParseError } from 'jsonc-parser';
import type { Answers } from '../app/answers.ts';
import { UserError } from '../app/userError.ts';
import { defaultSettings, type Settings } from '../core/settings.ts';

export interface WorkspaceFolders {
  readonly folders: readonly string[];
  readonly settings: Settings;
  readonly settingsProblems: readonly string[];
  /** Globs of `files.exclude` that are switched on. */
  readonly excludes: readonly string[];
}

/**
 * @param paths Folders, or one `.code-workspace` file; empty: the current folder.
 * @param settingsFile Instead of `.vscode/settings.json` of the first folder.
 * @param answers Where what settings mean may be known from.
 */
export async function readWorkspaceFolders(
  paths: readonly string[],
  settingsFile: string | undefined,
  answers: Answers,
): Promise<WorkspaceFolders> {
  const [first = '.'] = paths;
  const isFile = first.endsWith('.code-workspace');
  const workspaceFile = isFile ? await readJson(first) : {};
  const listed = Array.isArray(workspaceFile.folders) ? (workspaceFile.folders as { path?: string }[]) : [];
  const folders = isFile
    ? listed.map(({ path }) => resolve(dirname(first), path ?? '.'))
    : (paths.length > 0 ? paths : ['.']).map((path) => resolve(path));
  for (const folder of folders) requireFolder(folder);
  const ownSettings = settingsFile ?? resolve(folders[0] ?? '.', '.vscode/settings.json');
  if (settingsFile !== undefined && !existsSync(settingsFile)) {
    throw new UserError(
      `There is no file ${settingsFile}.`,
      'Name the settings file that --settings should read.',
    );
  }
  const raw = {
    ...(workspaceFile.settings as Record<string, unknown> | undefined),
    ...(existsSync(ownSettings) ? await readJson(ownSettings) : {}),
  };
  const own = Object.fromEntries(Object.entries(raw).filter(([id]) => id.startsWith('driftline.')));
  const { value, problems } = await answers.of('settings', folders, own, () => settingsIn(own));
  const excluded = (raw['files.exclude'] ?? {}) as Record<string, unknown>;
  return {
    folders: folders.map((folder) => folder.replaceAll('\\', '/')),
    settings: value,
    settingsProblems: problems.map(({ message }) => message),
    excludes: Object.keys(excluded).filter((glob) => excluded[glob] === true),
  };
}

function requireFolder(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  throw new UserError(`There is no folder ${folder}.`, 'Name a folder that holds migrations.');
}

/** The validator is loaded only where there is something to validate: it would double the time of a plain start. */
async function settingsIn(raw: Readonly<Record<string, unknown>>) {
  if (Object.keys(raw).length === 0) return { value: defaultSettings, problems: [] };
  return (await import('../core/settingsSchema.ts')).readSettings(raw);
}

async function readJson(path: string): Promise<Record<string, unknown>> {
  const { parse, printParseErrorCode } = await import('jsonc-parser');
  const errors: ParseError[] = [];
  const value: unknown = parse(readFileSync(path, 'utf8'), errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined) {
    throw new UserError(
      `${path} is not valid JSON (${printParseErrorCode(error.error)} at offset ${error.offset}).`,
      'Correct the file.',
    );
  }
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
