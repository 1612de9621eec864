/** From Flyway's configured `locations` to folders of the workspace. */
import { folderOf, isInside, joinPath } from '../../../text/path.ts';
import type { Files } from '../../convention.ts';
import type { ScriptFolder } from '../../project.ts';
import { byFolder } from '../sqlScripts.ts';

/** What build tools copy resources to: not the place where anybody edits them. */
export const isBuildOutput = (path: string): boolean =>
  /\/(?:target|build|out|bin)\/(?:[^/]+\/)*(?:classes|test-classes|resources|production|main|test)\//.test(
    `${path}/`,
  );

/**
 * @param location As configured: `filesystem:sql`, `classpath:db/migration`, `db/migration`.
 * @param declaredIn The folder of the configuration. Flyway resolves relative paths in the folder it is run in,
 *   most often that one or one above.
 * @returns `undefined` where no such folder is in the workspace.
 */
export async function foldersAt(
  location: string,
  declaredIn: string,
  scripts: readonly string[],
  files: Files,
): Promise<readonly ScriptFolder[] | undefined> {
  const [, kind, path = ''] = /^(?:([a-z\d]{2,}):)?(.*)$/i.exec(location.trim()) ?? [];
  if (kind === undefined || kind === 'classpath') return onClasspath(path, declaredIn, scripts);
  if (kind !== 'filesystem') return undefined;
  for (let at = declaredIn, steps = 0; steps < 4; at = folderOf(at), steps++) {
    const found = await onDisk(joinPath(at, path), files);
    if (found.length > 0) return found;
  }
  return undefined;
}

/** A folder, or all that fit a path with `*`, `**` and `?`. */
async function onDisk(path: string, files: Files): Promise<readonly ScriptFolder[]> {
  const wildcard = path.search(/[*?]/);
  if (wildcard < 0) {
    const inIt = await files.list(path, { recursive: true });
    return inIt.length > 0 ? [{ path, recursive: true }] : [];
  }
  const inBase = await files.list(folderOf(path.slice(0, wildcard)), { recursive: true });
  const pattern = globPattern(path);
  const fitting = [...byFolder(inBase).keys()].filter((folder) => pattern.test(folder));
  return fitting.map((folder) => ({ path: folder, recursive: false }));
}

/** Matches the folders that fit, and those below them. */
function globPattern(path: string): RegExp {
  const source = path.replace(/\*\*\/?|[*?]|[^*?]+/g, (part) => {
    if (part.startsWith('**')) return '(?:.*/)?';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : part.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  });
  return new RegExp(`^${source}(?:/.*)?$`);
}

function onClasspath(
  path: string,
  declaredIn: string,
  scripts: readonly string[],
): readonly ScriptFolder[] | undefined {
  const ending = `/${path.replace(/^\/+|\/+$/g, '')}`;
  const roots = new Set(
    scripts.flatMap((script) => {
      const at = isInside(script, declaredIn) ? `${folderOf(script)}/`.lastIndexOf(`${ending}/`) : -1;
      return at < 0 ? [] : [script.slice(0, at + ending.length)];
    }),
  );
  const sources = [...roots].filter((root) => !isBuildOutput(root) && !root.includes('/src/test/'));
  return sources.length === 0 ? undefined : sources.map((root) => ({ path: root, recursive: true }));
}
