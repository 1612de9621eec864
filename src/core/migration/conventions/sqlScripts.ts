/**
 * What the tools that run numbered SQL files have in common: the chain is the order of the files, and a project
 * is a folder of them. What sets the tools apart is in their own files.
 */
import { baseName, folderOf } from '../../text/path.ts';
import type { Problem, Read } from '../../text/read.ts';
import type { Files, ScriptHeader } from '../convention.ts';
import type { Revision } from '../revision.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Folders that say what they hold, not whose it is. */
const GENERIC_FOLDERS = words(
  'assets conf config data database databases db dbmate embed example examples files fixtures flyway goose internal ' +
    'java kotlin main migrate migration migrations pg pgsql pkg postgres postgresql resources schema schemas script ' +
    'scripts sql sqlc sqldb src store test testdata tests versions',
);

const POSTGRESQL = words('cockroach cockroachdb pg pgsql pgx postgres postgresql yugabyte yugabytedb');

const OTHER_DATABASES = words(
  'bigquery cassandra clickhouse db2 duckdb firebird h2 hsqldb libsql mariadb mongodb mssql mysql rqlite scylla ' +
    'spanner sqlcipher sqlite sqlite3 sqlserver starrocks tidb ydb',
);

/** Words with other meanings: only the folder of the scripts itself may be called so. */
const PERHAPS_DATABASES = words('derby hana hsql informix mongo oracle ql redshift snowflake turso vertica');

/** The folder that people would call the project: `/w/billing` for `/w/billing/db/migrations`. Never outside its repository. */
export async function projectRootOf(folder: string, files: Files): Promise<string> {
  let at = folder;
  while (GENERIC_FOLDERS.has(baseName(at).toLowerCase()) && !(await isRepository(at, files))) {
    const parent = folderOf(at);
    if (parent === at || baseName(parent) === '') return folder;
    at = parent;
  }
  return at;
}

/** In a worktree `.git` is a file. */
export async function isRepository(folder: string, files: Files): Promise<boolean> {
  return (
    (await files.read(`${folder}/.git/HEAD`)) !== undefined ||
    (await files.read(`${folder}/.git`)) !== undefined
  );
}

/** Whether a folder, by its name or those of the folders up to its project's, holds scripts for another kind of database. */
export function isForOtherDatabase(folder: string): boolean {
  const names = folder.toLowerCase().split('/');
  if (PERHAPS_DATABASES.has(names.at(-1) ?? '')) return true;
  const own = names.findLastIndex((name) => !GENERIC_FOLDERS.has(name));
  const parts = names.slice(Math.max(own, 0)).flatMap((name) => name.split(/[-_.]/));
  return parts.some((part) => OTHER_DATABASES.has(part)) && !parts.some((part) => POSTGRESQL.has(part));
}

/** Folder → the files in it, both in code-unit order. */
export function byFolder(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, string[]>();
  for (const path of [...paths].sort()) {
    const folder = folderOf(path);
    const inIt = folders.get(folder);
    if (inIt === undefined) folders.set(folder, [path]);
    else inIt.push(path);
  }
  return new Map([...folders].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Whether the scripts in a folder bear a tool's mark. Every script of such a tool does, so a few of them tell; the
 * newest may still be empty.
 */
export async function someBear(
  paths: readonly string[],
  files: Files,
  hasMark: (text: string, path: string) => boolean,
): Promise<boolean> {
  const places = new Set([0, 1, paths.length >> 1, paths.length - 1]);
  for (const place of places) {
    const path = paths[place];
    const text = path === undefined ? undefined : await files.read(path);
    if (path !== undefined && text !== undefined && hasMark(text, path)) return true;
  }
  return false;
}

/** The header of a script whose name and text tell all: no place in the chain yet. */
export function headerOf(
  file: string,
  script: Pick<ScriptHeader, 'id' | 'message' | 'hasDowngrade'> & Partial<ScriptHeader>,
): ScriptHeader {
  const created = script.created ?? createdFrom(script.id);
  return {
    file,
    downRevisions: [],
    dependsOn: [],
    branchLabels: [],
    references: [],
    ...script,
    ...(created !== undefined && { created }),
  };
}

/** `20240102030405` → `2024-01-02T03:04:05`; `undefined` for a version that is no time of day. */
function createdFrom(version: string): string | undefined {
  const match = /^((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])([0-5]\d)([0-5]\d)$/.exec(
    version,
  );
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}`;
}

/** `create_users` → `create users`. */
export const messageFrom = (name: string): string => name.replaceAll('_', ' ').trim();

/** Numbers of any length; both must be digits. */
export function compareNumbers(a: string, b: string): number {
  const [left, right] = [BigInt(a), BigInt(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Lets each script follow the one before it. Of several with one id the first stays, the others are problems.
 *
 * @param ordered In the order in which the tool would run them.
 */
export function lineUp(ordered: readonly ScriptHeader[], title: string): Read<readonly Revision[]> {
  const chain = new Map<string, Revision>();
  const problems: Problem[] = [];
  let previous: string | undefined;
  for (const { role: _, ...revision } of ordered) {
    const taken = chain.get(revision.id);
    if (taken !== undefined) {
      problems.push(duplicate(title, revision.id, taken.file, revision.file));
      continue;
    }
    chain.set(revision.id, { ...revision, downRevisions: previous === undefined ? [] : [previous] });
    previous = revision.id;
  }
  return { value: [...chain.values()], problems };
}

export function duplicate(title: string, id: string, first: string, file: string): Problem {
  return {
    code: 'duplicate-id',
    severity: 'error',
    message: `${baseName(file)} has the same version as ${baseName(first)}: ${id}. ${title} cannot tell them apart; give one of them a version of its own.`,
    file,
  };
}

/** `t` and `true`, as PostgreSQL prints a boolean and as a driver may. */
export const isTrue = (value: string | null | undefined): boolean => value === 't' || value === 'true';
