/**
 * The files of a workspace, read from disk: searched for what tells of a project, listed, read.
 *
 * Paths come and go with forward slashes. Nothing here rejects because a file is missing or not readable:
 * files vanish while they are being looked for.
 */
// `promises` is loaded when it is first used, `node:fs/promises` at once.
import { type Dirent, promises, readdirSync, readFileSync } from 'node:fs';
import picomatch from 'picomatch';
import type { ScriptFiles } from '../app/loadProject.ts';
import type { WorkspaceFiles } from '../app/ports.ts';
import { relativePath } from '../core/text/path.ts';
import { decodeText, foreignEncoding } from './decodeText.ts';

/** Folders that hold other people's code or a tool's own files; a virtual environment is known by `pyvenv.cfg`. */
const SKIPPED = new Set([
  '.git',
  '.hg',
  '.svn',
  '.tox',
  '.nox',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '__pycache__',
  'node_modules',
  'site-packages',
  'dist-packages',
]);

export class DiskFiles implements ScriptFiles, WorkspaceFiles {
  readonly #blocking: boolean;
  readonly #listed = new Map<string, readonly Dirent[]>();

  /**
   * @param options `blocking`: read at once instead of in turns, and list each folder but once; faster where nothing
   * else waits and the answer is for one moment, as in a terminal.
   */
  constructor(options: { readonly blocking: boolean }) {
    this.#blocking = options.blocking;
  }

  async search(
    folder: string,
    isWanted: (fileName: string) => boolean,
    excludes: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    const isExcluded = excludes.length > 0 ? picomatch([...excludes], { dot: true }) : () => false;
    const found: string[] = [];
    const visit = async (path: string): Promise<void> => {
      signal.throwIfAborted();
      const entries = await this.#entries(path);
      if (entries.some(({ name }) => name === 'pyvenv.cfg')) return;
      const below: Promise<void>[] = [];
      for (const entry of entries) {
        const child = `${path === '/' ? '' : path}/${entry.name}`;
        if (entry.isDirectory()) {
          if (!SKIPPED.has(entry.name) && !isExcluded(relativePath(child, folder))) below.push(visit(child));
        } else if (isWanted(entry.name) && !isExcluded(relativePath(child, folder))) found.push(child);
      }
      await Promise.all(below);
    };
    await visit(folder);
    return found.sort(byCodeUnit);
  }

  async list(folder: string, options: { readonly recursive: boolean }): Promise<readonly string[]> {
    const entries = await this.#entries(folder);
    const files = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => `${folder}/${name}`);
    const folders = entries.filter((entry) => entry.isDirectory() && !SKIPPED.has(entry.name));
    if (!options.recursive) return files;
    const below = await Promise.all(folders.map(({ name }) => this.list(`${folder}/${name}`, options)));
    return [...files, ...below.flat()];
  }

  async read(path: string): Promise<string | undefined> {
    if (this.#blocking) return this.readSync(path);
    try {
      return decodeText(await promises.readFile(path), path);
    } catch {
      return undefined;
    }
  }

  readSync(path: string): string | undefined {
    try {
      // Node reads a file as UTF-8 much faster than as bytes, and hardly any is anything else.
      const text = readFileSync(path, 'utf8');
      return foreignEncoding(text, path) === undefined ? text : decodeText(readFileSync(path), path);
    } catch {
      return undefined;
    }
  }

  async #entries(folder: string): Promise<readonly Dirent[]> {
    const listed = this.#listed.get(folder);
    if (listed !== undefined) return listed;
    const entries = await this.#readEntries(folder);
    entries.sort((a, b) => byCodeUnit(a.name, b.name));
    if (this.#blocking) this.#listed.set(folder, entries);
    return entries;
  }

  async #readEntries(folder: string): Promise<Dirent[]> {
    try {
      return this.#blocking
        ? readdirSync(folder, { withFileTypes: true })
        : await promises.readdir(folder, { withFileTypes: true });
    } catch {
      return [];
    }
  }
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
