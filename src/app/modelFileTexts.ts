/** The texts of the workspace's Python files, as edited or as on disk, each read once until it may have changed. */
import type { ModelFiles } from './schemaEngine.ts';

export class ModelFileTexts {
  readonly #readDisk: (path: string) => string | undefined;
  readonly #onDisk = new Map<string, string | undefined>();
  #edited: ReadonlyMap<string, string> = new Map();
  #files: readonly string[] = [];

  constructor(readDisk: (path: string) => string | undefined) {
    this.#readDisk = readDisk;
  }

  /** Paths of the Python files of the workspace. */
  get files(): readonly string[] {
    return this.#files;
  }

  take({ files, edited, changed }: ModelFiles): void {
    this.#files = files ?? this.#files;
    this.#edited = edited;
    if (changed === 'all') this.#onDisk.clear();
    else for (const file of changed) this.#onDisk.delete(file);
  }

  /** `undefined`: there is no such file. */
  readonly read = (path: string): string | undefined => {
    const edited = this.#edited.get(path);
    if (edited !== undefined) return edited;
    if (!this.#onDisk.has(path)) this.#onDisk.set(path, this.#readDisk(path));
    return this.#onDisk.get(path);
  };
}
