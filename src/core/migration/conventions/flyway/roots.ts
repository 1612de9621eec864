/** The folders that Flyway would be pointed to, guessed from the names of the scripts where nothing declares them. */
import { baseName, folderOf, isInside } from '../../../text/path.ts';
import type { ScriptFolder } from '../../project.ts';
import { byFolder, isForOtherDatabase } from '../sqlScripts.ts';
import { isBuildOutput } from './locations.ts';
import { defaultNaming, readName } from './naming.ts';

export interface ScriptRoot {
  /** The one that stands for all. */
  readonly path: string;
  readonly folders: readonly ScriptFolder[];
}

type Folders = ReadonlyMap<string, readonly string[]>;

/** @param scripts All files of the workspace that are called like a script. */
export function rootsOf(scripts: readonly string[]): readonly ScriptRoot[] {
  const folders = byFolder(scripts.filter((path) => !isBuildOutput(path)));
  const versioned = new Map([...folders].filter(([, paths]) => paths.some(isVersioned)));
  const groups = new Map<string, Set<string>>();
  for (const folder of versioned.keys()) {
    if (isForOtherDatabase(folder)) continue;
    const root = rootOf(folder, versioned);
    const key = withoutSourceSet(root);
    groups.set(key, (groups.get(key) ?? new Set<string>()).add(root));
  }
  return [...groups].flatMap(([key, roots]) => {
    const below = [...folders].filter(([folder]) => [...roots].some((root) => isInside(folder, root)));
    if (
      !isFlyway(
        key,
        below.flatMap(([, paths]) => paths),
      )
    )
      return [];
    const [first = key, ...others] = [...roots].sort(resourcesFirst);
    const own = [first, ...others].flatMap((root) => treeAt(root, folders));
    const beside =
      groups.size > 1 && hasSibling(key, [...groups.keys()]) ? [] : repeatablesBeside(key, folders);
    return [{ path: first, folders: [...own, ...beside] }];
  });
}

/** A class may be called V1__X for any reason; only among scripts, or where Flyway looks by default, it is one. */
function isFlyway(key: string, scripts: readonly string[]): boolean {
  return scripts.some((path) => path.endsWith('.sql')) || /\/db\/migration(?:\/|$)/.test(key);
}

function rootOf(folder: string, versioned: Folders): string {
  const usual = /^.*?\/db\/migrations?(?=\/|$)/.exec(folder)?.[0];
  if (usual !== undefined) return usual;
  const above = [...versioned.keys()].find((other) => isInside(folder, other)) ?? folder;
  const parent = folderOf(above);
  return /\/(?:db|sql|flyway|migrations?)$/.test(parent) && isOneChain(parent, versioned) ? parent : above;
}

/** Whether the folders in `parent` share out the versions among them, as folders for each release do. */
function isOneChain(parent: string, versioned: Folders): boolean {
  const siblings = [...versioned].filter(
    ([other]) => folderOf(other) === parent && !isForOtherDatabase(other),
  );
  const versions = siblings.flatMap(([, paths]) => paths.flatMap((path) => versionOf(path) ?? []));
  return siblings.length > 1 && new Set(versions).size === versions.length;
}

function versionOf(path: string): string | undefined {
  const name = readName(baseName(path), defaultNaming);
  if (name === undefined || name === 'unreadable') return undefined;
  return name.kind === 'versioned' || name.kind === 'baseline' ? `${name.kind} ${name.version}` : undefined;
}

const isVersioned = (path: string): boolean => versionOf(path) !== undefined;

/** Resources and classes of one module end up on the same classpath. */
const withoutSourceSet = (path: string): string =>
  path.replace(/\/src\/(main|test)\/(?:resources|java|kotlin|groovy|scala)(?=\/|$)/, '/src/$1/*');

const resourcesFirst = (a: string, b: string): number =>
  Number(b.includes('/resources/')) - Number(a.includes('/resources/'));

/** The whole tree, unless a part of it is for another kind of database. */
function treeAt(root: string, folders: Folders): readonly ScriptFolder[] {
  const below = [...folders.keys()].filter((folder) => isInside(folder, root));
  if (!below.some(isForOtherDatabase)) return [{ path: root, recursive: true }];
  return below.filter((folder) => !isForOtherDatabase(folder)).map((path) => ({ path, recursive: false }));
}

const hasSibling = (key: string, keys: readonly string[]): boolean =>
  keys.some((other) => other !== key && folderOf(other) === folderOf(key));

/** Folders that hold only repeatable scripts, beside the only tree they can belong to. */
function repeatablesBeside(key: string, folders: Folders): readonly ScriptFolder[] {
  return [...folders]
    .filter(
      ([folder, paths]) => folder !== key && folderOf(folder) === folderOf(key) && !paths.some(isVersioned),
    )
    .map(([path]) => ({ path, recursive: true }));
}
