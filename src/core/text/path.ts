/**
 * Paths as the core sees them: absolute, with forward slashes, no trailing slash (`/a/b`, `C:/a/b`).
 * Adapters and ui translate at their edge.
 */

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder of `path`; `/` or `C:/` is its own folder. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return '.';
  const folder = path.slice(0, slash);
  return folder === '' || /^[A-Za-z]:$/.test(folder) ? `${folder}/` : folder;
}

export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);
}

/** `relative` seen from `folder`, with `.` and `..` resolved and backslashes turned. */
export function joinPath(folder: string, relative: string): string {
  const joined = isAbsolute(relative) || folder === '' ? relative : `${folder}/${relative}`;
  const parts: string[] = [];
  for (const part of joined.replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !isAbsolute(joined)) parts.push(part);
  }
  const path = parts.join('/');
  return joined.startsWith('/') ? `/${path}` : /^[A-Za-z]:$/.test(path) ? `${path}/` : path;
}

/** Whether `path` is `folder` or lies somewhere below it. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** `path` as seen from `folder`, for showing; the absolute path where it does not lie inside. */
export function relativePath(path: string, folder: string): string {
  if (path === folder) return '.';
  return isInside(path, folder) ? path.slice(folder.endsWith('/') ? folder.length : folder.length + 1) : path;
}
