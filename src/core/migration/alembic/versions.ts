/**
 * What belongs to a project that names no `version_locations`: `versions` beside `env.py`, and folders below it
 * where only the program that runs Alembic can have named them.
 */
import { baseName, folderOf, isInside, joinPath } from '../../text/path.ts';
import type { Problem } from '../../text/read.ts';
import type { Files } from '../convention.ts';
import type { ScriptFolder } from '../project.ts';
import { isRevisionFile } from './header.ts';

export interface Versions {
  readonly folders: readonly ScriptFolder[];
  readonly problems: readonly Problem[];
  /** Tells apart the projects of one declaration. */
  readonly part?: string;
}

/**
 * `versions` alone. Folders below it are part of the project if `versions` itself holds no script, or if the scripts
 * there and below continue each other; each is a project of its own if they cannot be read together.
 */
export async function defaultVersions(
  scripts: string,
  recursive: boolean,
  files: Files,
): Promise<readonly Versions[]> {
  const path = joinPath(scripts, 'versions');
  if (recursive) return [{ folders: [{ path, recursive }], problems: [] }];
  const isScript = (file: string) => isRevisionFile(baseName(file));
  const all = (await files.list(path, { recursive: true })).filter(isScript);
  const own = all.filter((file) => folderOf(file) === path);
  const below = all.filter((file) => folderOf(file) !== path);
  const plain: Versions = { folders: [{ path, recursive: false }], problems: [] };
  if (below.length === 0) return [plain];
  const [here, there] = await Promise.all([glances(own, files), glances(below, files)]);
  if (own.length > 0) return [continueEachOther(here, there) ? together(path) : plain];
  const alternatives = alternativeFolders(path, there);
  return alternatives.length > 0 ? alternatives.map(apart) : [together(path)];
}

function together(path: string): Versions {
  const message =
    'The folders below this one hold revisions too. No version_locations name them, so the program that runs Alembic seems to; all are read.';
  return { folders: [{ path, recursive: true }], problems: [inCode(path, message)] };
}

function apart(path: string): Versions {
  const message =
    'The folder beside this one holds revisions with the same ids. No version_locations name either, so the program that runs Alembic seems to choose one; each is read as a project of its own.';
  return { folders: [{ path, recursive: true }], problems: [inCode(path, message)], part: baseName(path) };
}

function inCode(file: string, message: string): Problem {
  return { code: 'version-locations-in-code', severity: 'information', message, file };
}

/** What the lines of a script seem to say: enough to compare folders, not to build a chain on. */
interface Glance {
  readonly file: string;
  readonly id: string;
  readonly downs: readonly string[];
}

async function glances(paths: readonly string[], files: Files): Promise<readonly Glance[]> {
  const texts = await Promise.all(paths.map(async (file) => ({ file, text: await files.read(file) })));
  return texts.map(({ file, text = '' }) => ({
    file,
    id: /^revision\b[^=\n]*=\s*["']([^"'\n]+)/m.exec(text)?.[1] ?? '',
    downs: [...(/^down_revision\b[^=\n]*=(.*)/m.exec(text)?.[1] ?? '').matchAll(/["']([^"']+)["']/g)].map(
      ([, id = '']) => id,
    ),
  }));
}

/** Whether `here` needs revisions from `there`, or is but the root of what grows there. A few parked files do not count. */
function continueEachOther(here: readonly Glance[], there: readonly Glance[]): boolean {
  return needs(here, there) || (there.length > here.length && needs(there, here));
}

/** Whether `some` follow revisions that only `others` declare. */
function needs(some: readonly Glance[], others: readonly Glance[]): boolean {
  const [own, foreign] = [idsOf(some), idsOf(others)];
  return some.some(({ downs }) => downs.some((id) => !own.has(id) && foreign.has(id)));
}

function idsOf(all: readonly Glance[]): ReadonlySet<string> {
  return new Set(all.flatMap(({ id }) => (id === '' ? [] : [id])));
}

/** The folders directly below, if each stands alone and no two of them can be read together: one for each database. */
function alternativeFolders(path: string, there: readonly Glance[]): readonly string[] {
  const names = new Set(there.map(({ file }) => file.slice(path.length + 1).split('/')[0]));
  const groups = [...names].map((name) => {
    const folder = `${path}/${name}`;
    return { folder, scripts: there.filter(({ file }) => isInside(file, folder)) };
  });
  const excludeEachOther = groups.every(({ scripts }, index) =>
    groups.every((other, at) => at === index || isAlternative(scripts, other.scripts)),
  );
  return groups.length > 1 && excludeEachOther ? groups.map(({ folder }) => folder) : [];
}

function isAlternative(some: readonly Glance[], others: readonly Glance[]): boolean {
  const ids = idsOf(others);
  return some.some(({ id }) => ids.has(id)) && !needs(some, others);
}
