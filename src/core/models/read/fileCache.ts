/** Which files' tables are known, and what they were read from: a file is read again when anything of that changes. */
import type { CachedModule } from '../../python/module.ts';
import { changedFile, type KnownFile } from './fileChange.ts';
import type { PythonCache } from './modelWorld.ts';
import type { PackageVersions } from './packageVersions.ts';
import type { Spans } from './spans.ts';
import type { Target } from './targetMetadata.ts';

type ReadFile = (path: string) => string | undefined;

export interface FileCache {
  readonly files: Map<string, KnownFile>;
  /** Every path that was looked at, with what was there; `undefined`: nothing. */
  readonly texts: Map<string, string | undefined>;
  /** By path: the files whose tables may depend on it. */
  readonly dependents: Map<string, Set<string>>;
  /** Where the statements are of modules in which a class was read again. */
  readonly spans: WeakMap<CachedModule, Spans>;
  /** By the paths of the files that say it. */
  target: { readonly key: string; readonly value: Target } | undefined;
  versions: PackageVersions | undefined;
  /** Of the newest reading: tables that were read before it look up references by it as well. */
  readFile: ReadFile;
  changes: number;
}

export function newFileCache(): FileCache {
  return {
    files: new Map(),
    texts: new Map(),
    dependents: new Map(),
    spans: new WeakMap(),
    target: undefined,
    versions: undefined,
    readFile: () => undefined,
    changes: 0,
  };
}

export function takeChanges(
  cache: FileCache,
  python: PythonCache,
  readFile: ReadFile,
  versions: PackageVersions,
): void {
  if (JSON.stringify(cache.versions) !== JSON.stringify(versions)) cache.files.clear();
  cache.versions = versions;
  cache.readFile = readFile;
  const changed = [...cache.texts]
    .filter(([path, before]) => readFile(path) !== before)
    .map(([path]) => path);
  const gone = new Set<string>();
  for (const path of changed) {
    for (const file of cache.dependents.get(path) ?? []) if (file !== path) gone.add(file);
    cache.dependents.delete(path);
    cache.texts.delete(path);
  }
  for (const file of gone) cache.files.delete(file);
  if (gone.has(targetReader)) cache.target = undefined;
  for (const path of changed) changeInside(path, cache, python);
}

function changeInside(path: string, cache: FileCache, python: PythonCache): void {
  const before = cache.files.get(path);
  const text = cache.readFile(path);
  cache.files.delete(path);
  if (before === undefined || text === undefined) return;
  const after = changedFile(text, before, () => ++cache.changes);
  if (after === undefined) return;
  cache.files.set(path, after);
  cache.spans.set(after.module, after.spans);
  python.modules.modules.set(path, after.module);
  watching(path, cache)(path);
}

/** Stands for a file among those that depend on others. */
export const targetReader = '\0target';

/** Remembers what is looked at for the tables of a file. */
export function watching(file: string, cache: FileCache): ReadFile {
  return (path) => {
    const text = cache.readFile(path);
    cache.texts.set(path, text);
    const files = cache.dependents.get(path);
    if (files === undefined) cache.dependents.set(path, new Set([file]));
    else files.add(file);
    return text;
  };
}
